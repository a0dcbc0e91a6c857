"""Sewing, weaving and lace: France, Italy, Türkiye."""

from demo.catalogue.family import Family, Finish, Form

_VAUCLAIR, _BELLANDI, _DENIZLI = "atelier-vauclair", "sartoria-bellandi", "denizli-dokuma"
_HOUSSE = "Livrée suspendue dans une housse en coton, puis dans un carton renforcé ; assurance comprise jusqu’à la remise."
_FLAT = "Folded over tissue in a recycled carton; every tenth piece is measured before it leaves."

FAMILIES: tuple[Family, ...] = (
    Family(
        _VAUCLAIR, "bridal-gowns", "620449", "piece", 1, 120, "gown", kind="made_to_order", accent="gold", tiers=((1, "1"), (3, "0.92")),
        title="Robe de mariée « {finish} », {form}",
        about="Coupée à vos mesures après une toile en coton essayée à l’atelier ou en visio. Deux retouches sont comprises jusqu’à trois semaines avant le mariage.", packing=_HOUSSE,
        attributes={"Essayages": "2", "Fermeture": "boutons et glissière invisible"},
        forms=(Form("coupe trapèze en crêpe de soie", "2450", 3200, (1100, 600, 180), "Un crêpe de soie lourd qui tombe droit et bouge bien.", form="a-line"),
               Form("princesse en tulle et dentelle", "3280", 5400, (1200, 700, 260), "Sept couches de tulle sur un bustier baleiné.", form="ball", hs="620443"),
               Form("fourreau en satin duchesse", "2690", 2900, (1100, 600, 160), "Un fourreau dos nu, doublé de soie.", form="sheath")),
        finishes=(Finish("Aube", "ivory", "Ivoire chaud, boutons de nacre."), Finish("Garance", "blush", "Rosée à peine, brodée de fil d’or.", "1.12"), Finish("Neige", "white", "Blanc optique, dentelle de Caudry.", "1.06", "silver"), Finish("Champagne", "cream", "Un reflet doré qui flatte toutes les peaux.", "1.04")),
    ),
    Family(
        _VAUCLAIR, "bridal-gowns", "621790", "piece", 1, 30, "veil", kind="made_to_order", accent="gold", tiers=((1, "1"), (5, "0.9")),
        title="Voile {form}, {finish}",
        about="Tulle coupé d’une seule pièce, monté sur un peigne que l’on choisit avec la coiffeuse.", packing=_HOUSSE,
        forms=(Form("chapelle de 2,80 m", "390", 600, (600, 400, 80), "Long voile pour une allée d’église."), Form("mi-long de 1,10 m", "210", 320, (500, 350, 60), "S’arrête au bout des doigts.")),
        finishes=(Finish("bord dentelle de Calais", "ivory", "Une dentelle cousue à la main au bord.", "1.4"), Finish("semé de perles", "pearl", "Deux cents perles de verre, posées une à une.", "1.3"), Finish("tulle de soie uni", "white", "Rien que de la lumière.", "1.15", "silver")),
    ),
    Family(
        _VAUCLAIR, "womenswear", "620449", "piece", 1, 45, "dress", kind="made_to_order", accent="gold", title="{form}, {finish}",
        about="Pour les témoins, les mères et les sœurs. Tailles 34 à 54, ourlet ajusté sur demande.", packing="Pliée sur papier de soie dans une boîte plate.",
        forms=(Form("Robe de témoin en mousseline", "420", 900, (500, 400, 100), "Mousseline de soie sur doublure légère."), Form("Robe midi en lin lavé", "310", 800, (450, 350, 90), "Lin normand lavé, à reporter l’été suivant.", hs="620449")),
        finishes=(Finish("sauge", "sage", "Vert doux qui va à tout le cortège."), Finish("terre de Sienne", "terracotta", "Pour les mariages d’automne."), Finish("bleu nuit", "navy", "Sobre, presque noir le soir.")),
    ),
    Family(
        _VAUCLAIR, "fabrics", "580421", "metre", 3, 6, "bolt", stock=240, form="dots", accent="ivory", title="{form}, {finish}, au mètre",
        about="Fins de série de nos robes : les mêmes dentelles et soies que celles de l’atelier, vendues au mètre à d’autres couturières.", packing="Roulée sur tube, jamais pliée.",
        forms=(Form("Dentelle de Calais-Caudry, 140 cm", "64", 260, (1450, 90, 90), "Dentelle Leavers à double lisière."), Form("Crêpe de soie 30 mm, 140 cm", "58", 330, (1450, 90, 90), "Crêpe lourd, tombé parfait.", form="plain", hs="500720")),
        finishes=(Finish("ivoire", "ivory", "Bain n° 3, celui de nos robes.", accent="gold"), Finish("blush", "blush", "Rosé très pâle."), Finish("noir", "charcoal", "Pour le soir.")),
    ),
    Family(
        _BELLANDI, "menswear", "620590", "piece", 5, 15, "shirt", kind="made_to_order", title="{form} in {finish}",
        about="Single-needle seams, mother-of-pearl buttons and a collar that keeps its roll without glue. Sizes 36 to 48; your label sewn in from forty pieces.", packing=_FLAT,
        attributes={"Made in": "Prato", "Seams": "single needle, 7 stitches per cm"},
        forms=(Form("Spread-collar shirt", "68", 320, (330, 250, 50), "The shirt we have cut since 1974, a little shorter now."), Form("Band-collar shirt", "64", 300, (330, 250, 50), "No collar to iron, a placket down to the third button."), Form("Overshirt with two pockets", "89", 560, (360, 280, 70), "A shirt that works as a jacket from April to October.")),
        finishes=(Finish("white linen", "white", "Washed Normandy linen, 165 g/m².", accent="sky"), Finish("sky-blue Oxford", "sky", "Two-ply cotton that softens with every wash.", "0.92", "navy"), Finish("olive twill", "olive", "Garment-dyed, so that no two are quite alike.", "0.96", "cream"), Finish("indigo stripe", "indigo", "Yarn-dyed stripe from a mill down the road.", "1", "ivory")),
    ),
    Family(
        _BELLANDI, "womenswear", "620442", "piece", 5, 18, "dress", kind="made_to_order", title="{form}, {finish}",
        about="Cut generously, with pockets you can put a hand in. Sizes 36 to 52, sewn in small runs by eleven people.", packing=_FLAT,
        forms=(Form("Wrap dress", "96", 480, (350, 280, 60), "Ties at the side and forgives lunch."), Form("Sleeveless summer dress", "78", 380, (340, 260, 50), "A dress with nothing to adjust.")),
        finishes=(Finish("rust linen", "rust", "Linen dyed after sewing."), Finish("navy dots", "navy", "White dots printed in Como.", "1.05", "ivory"), Finish("sage poplin", "sage", "Crisp cotton poplin.", "0.95", "cream")),
    ),
    Family(
        _BELLANDI, "fabrics", "530919", "metre", 10, 4, "bolt", stock=900, title="{form}, {finish}, by the metre",
        about="Woven within twenty kilometres of our door, washed and ready to cut. We send a swatch card of all forty colours with the first order.", packing="Rolled on a tube, 10 to 50 m a roll.",
        forms=(Form("Washed linen 150 cm", "17.5", 300, (1520, 60, 60), "Mid-weight linen for clothes and curtains."), Form("Wool flannel 155 cm", "29", 420, (1560, 70, 70), "Milled flannel, 320 g/m², for coats that last.", hs="511211"), Form("Cotton shirting 148 cm", "11.8", 180, (1500, 50, 50), "Fine poplin for shirts.", form="stripe", hs="520851")),
        finishes=(Finish("terracotta", "terracotta", "The colour of Tuscan roofs.", accent="cream"), Finish("forest green", "forest", "Deep and a little grey.", accent="sage"), Finish("natural", "linen", "Undyed.", "0.94", "camel"), Finish("ink blue", "navy", "Almost black by lamplight.", accent="sky")),
        without=frozenset({(2, 1)}),
    ),
    Family(
        _BELLANDI, "bed-linen", "630253", "piece", 10, 12, "towels", kind="made_to_order", title="{form}, {finish}",
        about="Hemmed with mitred corners. Restaurants send us a napkin they like and we make three hundred.", packing="Ten to a carton, banded in paper.",
        forms=(Form("Linen tablecloth 160 × 260 cm", "84", 780, (400, 300, 60), "A cloth for eight people and a long lunch."), Form("Apron with pocket", "32", 320, (300, 240, 40), "A cook’s apron with cross-over straps.", scene="dress", hs="621142")),
        finishes=(Finish("white", "white", "Boil-proof.", accent="sand"), Finish("mustard", "mustard", "Hides the mustard.", accent="cream"), Finish("slate", "charcoal", "For dark dining rooms.", accent="grey")),
    ),
    Family(
        _DENIZLI, "towels", "630260", "piece", 20, 10, "towels", stock=2400, title="{form}, {finish}",
        about="Long-staple Aegean cotton, spun and woven in Denizli, dyed with Oeko-Tex certified dyes. Loops are locked, so that a pulled thread does not run.", packing="Banded in fives, sixty to a carton; private label from 300 pieces.",
        attributes={"Cotton": "Aegean, ring-spun", "Standard": "Oeko-Tex 100"},
        forms=(Form("Bath towel 70 × 140 cm, 600 g/m²", "245", 640, (360, 260, 80), "Thick, quick to drink, slow to wear out."), Form("Hotel hand towel 50 × 90 cm", "98", 290, (260, 200, 50), "Made to be washed every day for four years."), Form("Peshtemal 100 × 180 cm", "172", 320, (300, 220, 40), "Flat-woven hammam towel that dries in an hour.", form="stripe", hs="630291")),
        finishes=(Finish("white", "white", "Optic white, chlorine-proof.", "0.94", "grey"), Finish("sea green", "teal", "The colour of the bay at Datça.", accent="ivory"), Finish("sand", "sand", "A quiet beige for quiet bathrooms.", accent="camel"), Finish("terracotta", "terracotta", "Fired-earth red that keeps its depth.", "1.04", "blush")),
    ),
    Family(
        _DENIZLI, "bed-linen", "630231", "set", 10, 14, "bedding", stock=700, title="{form}, {finish}",
        about="Woven 300 threads to the inch, washed once before sewing so that it arrives at its final size.", packing="In a cotton bag cut from the same cloth.",
        forms=(Form("Duvet set 240 × 220 cm in percale", "1180", 2300, (400, 320, 120), "Duvet cover and two pillowcases, crisp and cool."), Form("Waffle bedspread 230 × 250 cm", "890", 2100, (420, 340, 140), "Stone-washed cotton waffle.", form="check", hs="630419")),
        finishes=(Finish("white", "white", "Hotel white.", "0.96", "sand"), Finish("powder blue", "sky", "A washed blue."), Finish("olive", "olive", "From the groves behind the mill.", accent="cream")),
    ),
    Family(
        _DENIZLI, "scarves-hats", "621490", "piece", 20, 8, "scarf", stock=900, form="check", title="{form}, {finish}",
        about="Woven on shuttle looms from 1962, which is why the edge is so fine.", packing="Paper-banded, fifty to a carton.",
        forms=(Form("Cotton shawl 90 × 200 cm", "185", 240, (280, 200, 30), "Light enough for August."),),
        finishes=(Finish("navy and cream check", "navy", "A check for sailors.", accent="cream"), Finish("plum stripe", "plum", "Plum with a thread of gold.", accent="gold"), Finish("sage", "sage", "Plain, with a knotted fringe.", accent="ivory")),
    ),
    Family(
        _DENIZLI, "soap", "340111", "box", 5, 6, "soap", stock=420, title="{finish} soap, {form}",
        about="Boiled for four days in copper and cured for ten weeks by our neighbours in Ayvalık; olive oil, water and lye.", packing="Bars in paper bands, forty to a box.",
        forms=(Form("40 bars of 150 g", "1960", 6400, (320, 240, 180), "Hard bars that last in a hotel shower."),),
        finishes=(Finish("Olive oil", "sage", "Plain and unscented.", accent="olive"), Finish("Laurel", "moss", "A fifth laurel oil, smells of the hills.", "1.12", "mustard"), Finish("Lavender", "lavender", "With dried flowers from Isparta.", "1.08", "plum")),
    ),
)  # fmt: skip
