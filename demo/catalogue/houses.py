"""Kitchens, tables, houses: Japan, Portugal, Denmark, Germany, Morocco."""

from demo.catalogue.family import Family, Finish, Form

_TSUBAKI, _RIA, _NORRE, _BRANDT, _TAMOUNTE = "tsubaki-craft", "ceramica-da-ria", "norrevang-mobler", "werkzeug-brandt", "cooperative-tamounte"
_JP_PACK = "Wrapped in paper, boxed singly, with a card about the maker in English and Japanese."
_PT_PACK = "Embalada em cartão canelado com divisórias, testada em queda de um metro."
_DK_PACK = "Flat-packed where the joints allow, corners in honeycomb card, no plastic foam."
_DE_PACK = "Oiled, edge-guarded and boxed; cartons of ten on a half-pallet."
_MA_PACK = "Emballé à la coopérative dans du papier kraft et des copeaux de thuya."

FAMILIES: tuple[Family, ...] = (
    Family(
        _TSUBAKI, "knives", "821192", "piece", 2, 6, "knife", stock=90, title="{form}, {finish}",
        about="Forged in Sakai, ground on a wet wheel and sharpened by a second craftsman who does nothing else. The handle is fitted last and can be replaced.", packing=_JP_PACK,
        attributes={"Steel": "Shirogami 2, iron clad", "Edge": "double bevel"},
        forms=(Form("Gyuto chef’s knife 210 mm", "18600", 320, (400, 90, 40), "The one knife to have if you have one.", form="chef"), Form("Santoku 165 mm", "14800", 260, (360, 90, 40), "Short, wide and at ease with vegetables and fish.", form="santoku"), Form("Nakiri vegetable knife 165 mm", "13900", 270, (360, 90, 40), "A straight edge for clean cuts through cabbage.", form="nakiri"), Form("Petty knife 130 mm", "9800", 150, (300, 70, 35), "For garlic, strawberries and everything small.", form="petty")),
        finishes=(Finish("magnolia handle", "natural", "Ho-wood and buffalo horn, light in the hand.", accent="gold"), Finish("walnut handle", "walnut", "Octagonal walnut, oiled.", "1.12", "brass"), Finish("ebony handle", "black", "Ebony with a silver spacer, for gifts.", "1.45", "gold")),
        without=frozenset({(3, 2)}),
    ),
    Family(
        _TSUBAKI, "tableware", "691110", "piece", 6, 8, "cup", stock=340, title="{form}, {finish}",
        about="Thrown in Hasami, where every house has a kiln or knows one. Glazes are mixed from local ash, so shades differ a little, and that is the point.", packing=_JP_PACK,
        forms=(Form("Tea cup 180 ml", "2400", 260, (120, 110, 110), "Sits in the palm and keeps its warmth.", form="plain"), Form("Rice bowl 12 cm", "2200", 240, (140, 140, 80), "Thin enough to drink from.", scene="bowl"), Form("Teapot 400 ml with bamboo handle", "9600", 780, (220, 180, 180), "Pours without a drip; the strainer is part of the clay.", scene="teapot"), Form("Serving plate 24 cm", "4800", 720, (270, 270, 50), "Big enough for a whole fish.", scene="plate")),
        finishes=(Finish("celadon", "mint", "Pale green over white clay.", accent="sage"), Finish("indigo brushwork", "indigo", "Painted by hand with one brush.", "1.15", "pearl"), Finish("iron black", "charcoal", "Iron glaze with a brown break at the rim.", accent="rust"), Finish("shino white", "cream", "Thick, crawling white with orange blush.", "1.1", "coral")),
        without=frozenset({(2, 3), (3, 0)}),
    ),
    Family(
        _TSUBAKI, "notebooks", "482010", "piece", 10, 5, "notebook", stock=600, form="washi", title="{form}, {finish}",
        about="Sewn with linen thread so that it opens flat, on paper that loves fountain pens.", packing="Ten to a sleeve, shrink-free, in a carton with card edges.",
        forms=(Form("Washi notebook B6, 160 pages", "1480", 230, (190, 135, 20), "A notebook for one journey or one winter."), Form("Correspondence set, 20 sheets and envelopes", "1950", 260, (240, 170, 25), "Handmade Echizen paper, deckle-edged.", scene="cards", hs="481720")),
        finishes=(Finish("waves", "blue", "Seigaiha waves printed from a carved block.", accent="pearl"), Finish("persimmon", "orange", "Dyed with persimmon juice.", accent="brown"), Finish("pine", "forest", "Katazome stencil of pine needles.", accent="gold")),
    ),
    Family(
        _TSUBAKI, "oils-vinegars", "210310", "box", 3, 6, "bottle", stock=160, title="{form}, {finish}",
        about="Brewed on Shōdo Island in cedar barrels older than anyone who works there.", packing="Twelve bottles in a moulded paper tray.",
        forms=(Form("Soy sauce, 12 × 300 ml", "13800", 7400, (340, 260, 240), "Two summers in the barrel."),),
        finishes=(Finish("dark", "cocoa", "Full and round."), Finish("white", "amber", "Wheat-rich and pale, for clear soups.", "1.1"), Finish("smoked", "walnut", "Cold-smoked over cherry wood.", "1.3")),
    ),
    Family(
        _RIA, "tableware", "691200", "piece", 24, 14, "plate", stock=3200, title="{form} em grés, {finish}",
        about="Grés cozido a 1 230 °C, vai ao forno, ao micro-ondas e à máquina. Cada peça é vidrada por imersão.", packing=_PT_PACK,
        forms=(Form("Prato raso 27 cm", "7.20", 780, (290, 290, 30), "O prato do dia a dia, com bordo que segura o molho."), Form("Taça de sopa 16 cm", "5.60", 480, (170, 170, 70), "Funda, estável, boa de segurar com as duas mãos.", scene="bowl"), Form("Caneca 350 ml", "4.90", 380, (130, 100, 100), "Asa para três dedos.", scene="cup", form="dipped")),
        finishes=(Finish("azul ria", "blue", "Um azul que muda com a espessura do vidrado.", accent="ivory"), Finish("areia", "sand", "Cor de duna, mate.", accent="white"), Finish("verde junco", "sage", "Como os juncos da ria em maio.", accent="cream"), Finish("terra queimada", "rust", "Vidrado reativo, cada peça é única.", "1.08", "apricot")),
    ),
    Family(
        _RIA, "tiles", "690721", "square metre", 10, 21, "tile", kind="made_to_order", title="Azulejo 14 × 14 cm {form}, {finish}",
        about="Pintado à mão sobre faiança, com a técnica do século XVIII e esmaltes sem chumbo. Enviamos amostra antes de produzir.", packing="Em caixas de um metro quadrado, encaixotadas ao alto em palete.",
        forms=(Form("padrão estrela", "86", 15500, (310, 310, 160), "Estrela de oito pontas, repete a cada azulejo.", form="star"), Form("padrão escama", "92", 15500, (310, 310, 160), "Escamas de peixe, alternadas à mão.", form="scale"), Form("padrão arco", "79", 15500, (310, 310, 160), "Quartos de círculo que se combinam como se quiser.", form="arc")),
        finishes=(Finish("azul e branco", "indigo", "O clássico.", accent="amber"), Finish("verde e ocre", "forest", "Como nas quintas do Douro.", accent="ochre"), Finish("coral e areia", "coral", "Para uma cozinha com sol.", accent="sand")),
    ),
    Family(
        _RIA, "glassware", "701337", "set", 12, 9, "glass", stock=700, title="{form}, {finish}",
        about="Vidro reciclado da Marinha Grande, soprado em molde e polido ao fogo.", packing=_PT_PACK,
        forms=(Form("Seis copos de 300 ml", "19.80", 1900, (320, 220, 130), "Paredes grossas e fundo pesado."), Form("Seis copos de pé 250 ml", "27.50", 1800, (340, 230, 210), "Pé curto, que não tomba.", form="stem", hs="701328")),
        finishes=(Finish("fumado", "smoke", "Cinzento transparente."), Finish("verde água", "mint", "A cor natural do vidro reciclado.", "0.94"), Finish("âmbar", "amber", "Quente à luz da vela.")),
    ),
    Family(
        _RIA, "vases-decor", "691390", "piece", 6, 12, "vase", stock=420, title="{form}, {finish}",
        about="Rodada por oleiros que aprenderam aqui; por dentro é vidrada e não deixa passar água.", packing=_PT_PACK,
        forms=(Form("Jarra bojuda 28 cm", "34", 2100, (300, 260, 260), "Uma jarra redonda para ramos grandes."), Form("Solitário 22 cm", "18.50", 900, (260, 140, 140), "Para uma flor só.", form="tall")),
        finishes=(Finish("branco cal", "white", "Branco mate, como as casas.", accent="sand"), Finish("terracota", "terracotta", "Barro à vista.", accent="cream"), Finish("azul noite", "navy", "Vidrado profundo.", accent="amber")),
    ),
    Family(
        _NORRE, "chairs-stools", "940169", "piece", 2, 28, "chair", kind="made_to_order", tiers=((1, "1"), (4, "0.93"), (12, "0.87")), title="{form} in {finish}",
        about="Mortise and tenon, glued with a glue that lets go under steam, so that any part can be replaced. Tested to EN 16139 for restaurants.", packing=_DK_PACK,
        attributes={"Wood": "FSC, Denmark and Sweden", "Spare parts": "for every model since 1956"},
        forms=(Form("Ladder-back chair", "2350", 5600, (900, 520, 480), "Light enough to lift with one finger, strong enough to lean back in.", form="chair"), Form("Bar stool 65 cm", "1790", 4800, (700, 420, 420), "Four turned legs and a seat you forget you sit on.", form="stool"), Form("Lounge chair with wool cushions", "5900", 12800, (820, 760, 720), "Reads one more chapter than you meant to.", form="arm", hs="940161")),
        finishes=(Finish("oiled oak", "oak", "Oak with hardwax oil.", accent="linen"), Finish("black ash", "black", "Ash stained black, grain still visible.", "1.04", "camel"), Finish("walnut", "walnut", "European walnut, limited each year.", "1.32", "moss"), Finish("soaped beech", "natural", "Soap finish that can be renewed at home.", "0.93", "petrol")),
    ),
    Family(
        _NORRE, "tables-desks", "940360", "piece", 1, 35, "table", kind="made_to_order", tiers=((1, "1"), (3, "0.94")), title="{form}, {finish}",
        about="Tops are glued from full-length staves and left to settle for six weeks before the last planing.", packing=_DK_PACK,
        forms=(Form("Dining table 200 × 95 cm", "9800", 48000, (2050, 1000, 140), "Seats eight; the legs unscrew with one key."), Form("Writing desk with drawer", "6400", 29000, (1300, 700, 150), "A drawer on wooden runners and a hole for the cable.", form="desk", hs="940330"), Form("Hall bench 140 cm", "3250", 16500, (1450, 420, 150), "To sit on while taking off boots.", form="bench", hs="940169")),
        finishes=(Finish("oak", "oak", "Hardwax oil.", accent="terracotta"), Finish("smoked oak", "brown", "Fumed with ammonia, brown all the way through.", "1.15", "sky"), Finish("ash", "natural", "Pale and lively.", "0.96", "sage")),
    ),
    Family(
        _NORRE, "shelves-storage", "940360", "piece", 1, 30, "shelf", kind="made_to_order", tiers=((1, "1"), (3, "0.94")), title="{form}, {finish}",
        about="Dovetailed by machine, fitted by hand. A wall bracket comes with it.", packing=_DK_PACK,
        forms=(Form("Open shelf 90 × 190 cm", "5200", 31000, (1950, 950, 160), "Five shelves that can move."), Form("Chest of four drawers", "7900", 42000, (900, 560, 950), "Drawers on waxed oak runners.", form="chest")),
        finishes=(Finish("oak", "oak", "Hardwax oil.", accent="petrol"), Finish("white-oiled ash", "pearl", "Keeps the paleness of fresh wood.", accent="coral"), Finish("walnut", "walnut", "With brass pulls.", "1.3", "mustard")),
        without=frozenset({(0, 1)}),
    ),
    Family(
        _NORRE, "pendant-lamps", "940519", "piece", 2, 12, "lamp", form="pendant", stock=110, title="{form}, {finish}",
        about="Spun metal on a 2.5 m textile cable; E27 socket, bulb not included. CE marked.", packing=_DK_PACK,
        forms=(Form("Pendant lamp 38 cm", "1480", 2300, (430, 430, 300), "Hangs low over a table and blinds nobody."), Form("Table lamp with linen shade", "1250", 2600, (420, 320, 320), "Stoneware foot from a potter in Ebeltoft.", form="table", hs="940529"), Form("Reading lamp on oak tripod", "2890", 6200, (1500, 420, 240), "Stands behind the good chair.", form="floor", hs="940529")),
        finishes=(Finish("sea green", "petrol", "Powder-coated outside, white within.", accent="brass"), Finish("ochre", "ochre", "A warm yellow.", accent="walnut"), Finish("chalk white", "pearl", "Matt white.", accent="oak")),
    ),
    Family(
        _BRANDT, "hand-tools", "820559", "piece", 10, 5, "tools", stock=900, title="{form}, {finish}",
        about="Drop-forged in Remscheid from chrome-vanadium steel, hardened to 60 HRC and ground by hand. Guaranteed for life against breaking.", packing=_DE_PACK,
        attributes={"Steel": "CrV, 60 HRC", "Made in": "Remscheid"},
        forms=(Form("Locksmith’s hammer 500 g", "21.50", 720, (330, 130, 40), "Balanced to fall where you look.", form="hammer", hs="820520"), Form("Set of four bevel-edge chisels", "64", 980, (340, 190, 50), "6, 12, 18 and 26 mm, honed to shave.", form="chisel", hs="820590"), Form("Smoothing plane No. 4", "112", 1900, (290, 90, 150), "Cast iron, flat to two hundredths.", form="plane", hs="820530"), Form("Adjustable wrench 250 mm", "27.90", 480, (270, 80, 30), "Opens to 34 mm and stays where you set it.", form="wrench", hs="820412"), Form("Dovetail saw 200 mm", "38", 340, (350, 120, 30), "Twenty teeth to the inch in a folded back.", form="saw", hs="820210")),
        finishes=(Finish("ash handle", "natural", "Oiled ash from the Bergisches Land."), Finish("two-component grip", "orange", "Grips even with wet gloves.", "1.06", "charcoal")),
    ),
    Family(
        _BRANDT, "garden-tools", "820130", "piece", 10, 5, "tools", form="garden", stock=500, title="{form}, {finish}",
        about="Forged from one piece, so that nothing works loose.", packing=_DE_PACK,
        forms=(Form("Hand trowel and fork", "29.80", 620, (360, 160, 60), "A pair for beds and boxes."), Form("Secateurs 21 cm", "34.50", 290, (240, 80, 30), "Cuts to 22 mm; every part can be bought singly.", hs="820150")),
        finishes=(Finish("cherry handle", "rust", "Smooth from the first day."), Finish("green grip", "forest", "Easy to find in the leaves.", "0.94")),
    ),
    Family(
        _BRANDT, "fasteners-fittings", "731814", "box", 20, 3, "tools", form="screws", stock=2600, title="{form}, {finish}",
        about="Sorted, counted and boxed by weight; DoP and test certificate 3.1 on request.", packing="Cardboard boxes, twenty to a carton, up to 600 kg on a pallet.",
        forms=(Form("Wood screws 4 × 40 mm, 500 pieces", "11.20", 1450, (160, 110, 90), "Torx T20, with cutting notch."), Form("Assortment box, 600 screws and bolts", "24.60", 2600, (260, 200, 70), "Six sizes in a box that closes properly.", hs="731815")),
        finishes=(Finish("zinc-plated", "steel", "For inside."), Finish("stainless A2", "silver", "For gardens and boats.", "2.1")),
    ),
    Family(
        _BRANDT, "power-tools", "846721", "piece", 4, 7, "tools", form="drill", stock=140, title="{form}, {finish}",
        about="Brushless motor, metal gearbox, batteries that also fit our saw.", packing="In a stackable case with two batteries and charger.",
        forms=(Form("Cordless drill driver 18 V", "189", 3900, (440, 330, 140), "65 Nm and 1.5 kg."),),
        finishes=(Finish("workshop set", "orange", "With 20 bits."), Finish("fitter’s set", "petrol", "With hammer action and side handle.", "1.25")),
    ),
    Family(
        _TAMOUNTE, "oils-vinegars", "151590", "box", 2, 8, "bottle", stock=260, title="Huile d’argan {finish}, {form}",
        about="Noix ramassées sous les arbres, concassées à la main et pressées à froid. Chaque bouteille porte le nom du village.", packing=_MA_PACK,
        forms=(Form("12 × 250 ml", "1560", 5900, (320, 240, 220), "Bouteilles en verre teinté."), Form("bidon de 5 litres", "1980", 4900, (240, 180, 300), "Pour les cuisines et les laboratoires.", form="square")),
        finishes=(Finish("alimentaire torréfiée", "amber", "Goût de noisette grillée."), Finish("cosmétique", "lemon", "Non torréfiée, presque sans odeur.", "1.1")),
    ),
    Family(
        _TAMOUNTE, "skin-care", "330499", "box", 4, 8, "cream", stock=220, title="{form}, {finish}",
        about="Préparé en petites quantités à la coopérative ; dossier cosmétique européen à jour.", packing=_MA_PACK,
        forms=(Form("Crème à l’argan, 24 × 50 ml", "1340", 3200, (300, 220, 120), "Crème de jour au beurre de karité."), Form("Sérum visage, 24 × 30 ml", "1720", 2300, (280, 200, 120), "Quelques gouttes le soir.", scene="dropper")),
        finishes=(Finish("fleur d’oranger", "apricot", "Parfum léger de printemps."), Finish("rose de Kelaa", "rose", "Distillée en mai.", "1.15", "wine"), Finish("sans parfum", "sand", "Pour peaux sensibles.", "0.95")),
    ),
    Family(
        _TAMOUNTE, "rugs", "570110", "piece", 1, 40, "rug", kind="made_to_order", tiers=((1, "1"), (4, "0.92")), title="Tapis noué main {form}, {finish}",
        about="Laine du Moyen Atlas, nouée sur métier vertical. Deux femmes y travaillent ensemble ; leurs noms sont brodés au revers.", packing="Roulé dans une toile de coton cousue.",
        forms=(Form("150 × 240 cm", "3900", 9800, (1550, 280, 280), "Pour un salon ou le pied d’un lit."), Form("80 × 300 cm, couloir", "2750", 6400, (850, 260, 260), "Un long chemin pour un couloir.", form="stripe")),
        finishes=(Finish("losanges rouges", "brick", "Le motif qui protège la maison.", accent="mustard"), Finish("ivoire et noir", "ivory", "Beni Ouarain à longs poils.", "1.12", "charcoal"), Finish("indigo", "indigo", "Teint à l’indigo naturel.", "1.18", "cream")),
    ),
    Family(
        _TAMOUNTE, "spices-herbs", "091020", "box", 2, 6, "sack", stock=180, title="{finish}, {form}",
        about="Achetées directement aux familles, triées à la coopérative et analysées à Agadir.", packing=_MA_PACK,
        forms=(Form("carton de 5 kg", "620", 5300, (320, 260, 220), "En sacs de papier de 500 g."),),
        finishes=(Finish("Cumin d’Alnif", "khaki", "Petit, vert et très parfumé."), Finish("Curcuma moulu", "mustard", "Couleur vive, goût rond.", "0.9"), Finish("Ras el hanout de la maison", "rust", "Vingt-sept épices, recette de Fatima.", "1.4"), Finish("Boutons de rose séchés", "rose", "Pour le thé et la pâtisserie.", "1.8")),
    ),
    Family(
        _TAMOUNTE, "cookware", "691200", "piece", 6, 12, "pot", form="tagine", stock=260, title="Tajine {form}, {finish}",
        about="Tourné à Salé, cuit deux fois, sans plomb ; il se culotte une nuit dans l’eau avant le premier feu.", packing=_MA_PACK,
        forms=(Form("26 cm, deux personnes", "95", 2800, (300, 300, 220), "Pour deux, ou pour un et demain."), Form("32 cm, six personnes", "145", 4600, (360, 360, 270), "Pour toute la table.")),
        finishes=(Finish("terre brute", "terracotta", "Sans vernis, le plus savoureux."), Finish("bleu de Fès", "blue", "Vernissé et peint.", "1.35", "ivory")),
    ),
    Family(
        _TAMOUNTE, "lanterns", "940550", "piece", 4, 15, "lantern", form="metal", stock=130, title="Lanterne en laiton {form}, {finish}",
        about="Percée au burin par Si Brahim, qui ne dessine jamais d’avance.", packing=_MA_PACK,
        forms=(Form("40 cm", "420", 1900, (420, 260, 260), "Pour une bougie ou une ampoule."), Form("60 cm", "690", 3400, (620, 340, 340), "Pour une entrée ou un patio.")),
        finishes=(Finish("poli", "brass", "Éclat doré."), Finish("patine ancienne", "bronze", "Foncé et mat.", "1.06")),
    ),
)  # fmt: skip
