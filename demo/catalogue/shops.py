"""Small and clever things, and services: China, Kuwait, Mexico, Poland, Viet Nam, India, Brazil."""

from demo.catalogue.family import Family, Finish, Form

_HAILAN, _OUD, _LUNA, _LESNE, _HOIAN, _IYER, _BEATRIZ = (
    "ningbo-hailan", "dar-al-oud", "plateria-luna", "lesne-zabawki", "hoi-an-lantern", "ananya-iyer-lessons", "beatriz-nogueira",
)  # fmt: skip
_CN_PACK = "中性彩盒包装，每箱附检测报告；可印客户商标，五百件起。"
_KW_PACK = "تُغلّف كل قطعة في علبة خشبية مبطّنة، وترافقها بطاقة برقم الدفعة."
_MX_PACK = "En estuche de cartón reciclado con paño de pulir; cada envío va asegurado."
_PL_PACK = "In printed cardboard without plastic windows, packed to survive a parcel belt."
_VN_PACK = "Folded flat in a rice-paper sleeve; a hundred fit in one carton."

FAMILIES: tuple[Family, ...] = (
    Family(
        _HAILAN, "cables-chargers", "854442", "piece", 200, 7, "cable", stock=24000, tiers=((1, "1"), (5, "0.9"), (25, "0.8")), title="{form}，{finish}",
        about="无氧铜线芯，接口镀金，弯折测试两万次以上。符合 RoHS 与 REACH 要求。", packing=_CN_PACK, attributes={"认证": "CE, RoHS", "保修": "24 个月"},
        forms=(Form("USB-C 编织数据线 1 米 60W", "9.8", 38, (120, 90, 20), "日常充电与传输，尼龙编织外皮。"), Form("USB-C 编织数据线 2 米 240W", "21.5", 72, (140, 110, 25), "支持 240W 快充的长线，适合会议室。"), Form("65W 氮化镓充电器，三口", "62", 140, (90, 70, 45), "一个充电器带齐电脑、手机和耳机。", form="charger", hs="850440")),
        finishes=(Finish("石墨黑", "charcoal", "耐脏，不显旧。"), Finish("雾白", "pearl", "配浅色桌面。", accent="grey"), Finish("海蓝", "petrol", "海岚自己的颜色。", "1.03", "turquoise")),
    ),
    Family(
        _HAILAN, "audio", "851830", "piece", 50, 10, "headphones", stock=5200, title="{form}，{finish}",
        about="声学部分由自有实验室调校，出厂逐台听音。固件可按客户品牌定制。", packing=_CN_PACK,
        forms=(Form("头戴式降噪耳机", "168", 420, (210, 190, 90), "四十毫米单元，主动降噪，续航四十小时。"), Form("真无线耳机带充电仓", "86", 95, (100, 90, 45), "单耳 4.2 克，戴着会忘记。", form="buds"), Form("便携蓝牙音箱 10W", "74", 520, (190, 100, 100), "防水等级 IPX7，可以带进浴室。", form="speaker", hs="851821")),
        finishes=(Finish("深灰", "charcoal", "磨砂外壳。"), Finish("奶油白", "cream", "温和的白色。", accent="camel"), Finish("雾蓝", "sky", "柔和的蓝色。", accent="navy")),
    ),
    Family(
        _HAILAN, "cases-stands", "392690", "piece", 100, 7, "stand", stock=9000, title="{form}，{finish}",
        about="铝合金与硅胶垫，阻尼转轴不下滑。", packing=_CN_PACK,
        forms=(Form("桌面手机支架", "18.5", 180, (140, 100, 40), "可折叠，放进口袋。"), Form("平板磁吸保护壳", "29", 240, (270, 200, 20), "合上即休眠，两档站立。", form="case")),
        finishes=(Finish("银色", "silver", "阳极氧化。", accent="turquoise"), Finish("墨绿", "forest", "耐看的深绿。", accent="sand"), Finish("珊瑚", "coral", "一点亮色。", accent="cream")),
    ),
    Family(
        _HAILAN, "light-sources", "853952", "piece", 100, 6, "bulb", stock=16000, title="{form}，{finish}",
        about="显色指数 95 以上，无可视频闪，寿命两万五千小时。", packing=_CN_PACK,
        forms=(Form("LED 灯丝灯泡 E27 6W", "7.9", 60, (110, 65, 65), "复古外形，暖光。"), Form("LED 球泡 E27 9W", "6.2", 70, (115, 65, 65), "替换六十瓦白炽灯。")),
        finishes=(Finish("2700K 暖白", "amber", "适合餐桌与卧室。"), Finish("4000K 自然白", "sky", "适合厨房与工作台。", "0.97")),
    ),
    Family(
        _HAILAN, "components", "853400", "piece", 500, 9, "chip", stock=60000, tiers=((1, "1"), (4, "0.88"), (20, "0.76")), title="{form}，{finish}",
        about="自有贴片车间加工，首件确认后量产。提供贴片坐标与测试治具。", packing="防静电托盘，真空铝箔袋。",
        forms=(Form("Wi-Fi 控制板，双层", "14.6", 22, (80, 60, 12), "带天线与四路继电器接口。"), Form("快充协议小板", "5.4", 9, (40, 30, 8), "支持 PD 3.1，最高 65W。", hs="854239")),
        finishes=(Finish("标准版", "forest", "绿油，喷锡。"), Finish("沉金版", "navy", "黑油，沉金，适合长期库存。", "1.22", "gold")),
    ),
    Family(
        _OUD, "perfume-essential-oils", "330300", "piece", 6, 5, "perfume", stock=260, title="{form}، {finish}",
        about="نخلطه في بيتنا بالكويت ونتركه يرتاح أربعين يوماً قبل التعبئة. خالٍ من الكحول عند الطلب.", packing=_KW_PACK,
        forms=(Form("عطر شرقي ٥٠ مل", "18.500", 320, (140, 90, 60), "رذاذ زجاجي مقطوع باليد."), Form("دهن عود معتّق، ثلاثة غرامات", "42.000", 90, (90, 60, 40), "قطرة واحدة تكفي يوماً كاملاً.", scene="dropper", hs="330129"), Form("مخلّط زيتي ١٢ مل", "12.250", 110, (100, 60, 40), "للمعصم وخلف الأذن.", scene="dropper", hs="330300")),
        finishes=(Finish("عود كمبودي", "oxblood", "دخان حلو وجلد ناعم.", "1.3", "gold"), Finish("ورد طائفي", "rose", "يُقطف قبل طلوع الشمس.", "1.15", "gold"), Finish("عنبر ومسك", "honey", "دافئ وهادئ.", accent="brown"), Finish("زعفران وصندل", "rust", "للشتاء والمناسبات.", "1.05", "gold")),
    ),
    Family(
        _OUD, "perfume-essential-oils", "330741", "box", 4, 5, "perfume", form="incense", stock=160, title="{form}، {finish}",
        about="خشب ننتقيه قطعة قطعة، ونطلب من كل مزرعة شهادة سايتس.", packing=_KW_PACK,
        forms=(Form("بخور معمول، ١٢ علبة", "21.000", 1300, (260, 180, 90), "معمول بالسكر والعود على طريقة الجدات."), Form("كسر عود، ١٠٠ غرام", "36.500", 180, (150, 120, 60), "رقائق صغيرة تشتعل ببطء.", hs="121190")),
        finishes=(Finish("درجة أولى", "cocoa", "غني بالدهن.", "1.6", "gold"), Finish("للضيافة", "camel", "لكل يوم ولكل ضيف.", accent="gold")),
    ),
    Family(
        _LUNA, "necklaces-bracelets", "711311", "piece", 2, 12, "necklace", stock=80, title="{form} de plata 925, {finish}",
        about="Fundido, laminado y soldado en el taller. Cada pieza lleva el sello 925 y las iniciales de quien la hizo.", packing=_MX_PACK, attributes={"Ley": "925", "Níquel": "sin níquel"},
        forms=(Form("Collar con dije", "1450", 90, (120, 90, 35), "Cadena de 45 cm que se acorta a 40."), Form("Pulsera de cuentas", "980", 80, (110, 90, 35), "Cuentas hechas una por una.", form="beads")),
        finishes=(Finish("turquesa de Sonora", "silver", "Piedra natural, sin teñir.", "1.2", "turquoise"), Finish("ámbar de Chiapas", "silver", "Con su hormiga si hay suerte.", "1.15", "amber"), Finish("plata oxidada", "smoke", "Oscura en los huecos.", accent="silver")),
    ),
    Family(
        _LUNA, "rings-earrings", "711311", "piece", 3, 10, "rings", stock=140, title="{form} de plata 925, {finish}",
        about="Tallas 5 a 12; ajustamos la medida sin costo dentro de los primeros treinta días.", packing=_MX_PACK,
        forms=(Form("Anillo engastado", "860", 40, (70, 70, 45), "Piedra en bisel cerrado, que no se engancha.", form="stone"), Form("Aretes largos", "720", 40, (90, 70, 30), "Ligeros: seis gramos el par.", scene="earrings", form="drop"), Form("Arracadas martilladas", "640", 45, (90, 70, 30), "Tres centímetros, con cierre seguro.", scene="earrings", form="hoop")),
        finishes=(Finish("turquesa", "silver", "De la mina de Cananea.", "1.1", "turquoise"), Finish("obsidiana", "silver", "Negra con reflejo dorado.", accent="charcoal"), Finish("baño de oro", "gold", "Tres micras de oro de 18 quilates.", "1.35", "cherry")),
    ),
    Family(
        _LUNA, "bags-leather", "420221", "piece", 2, 15, "bag", stock=60, title="{form}, {finish}",
        about="Piel curtida con cortezas en León, cosida a mano con hilo encerado.", packing=_MX_PACK,
        forms=(Form("Bolso cruzado con broche de plata", "2150", 900, (320, 260, 110), "Cabe una libreta, un libro y las llaves.", form="cross"), Form("Bolsa de mano amplia", "2790", 1300, (400, 320, 140), "Para la computadora y el mercado.", form="tote"), Form("Cinturón con hebilla forjada", "890", 380, (200, 200, 60), "Hebilla de latón hecha en el taller.", scene="wallet", form="belt", hs="420330")),
        finishes=(Finish("piel miel", "camel", "Se oscurece con los años."), Finish("vino", "oxblood", "Teñida en dos baños.", "1.05")),
    ),
    Family(
        _LESNE, "wooden-toys", "950300", "piece", 12, 10, "wooden_toy", stock=700, title="{form}, {finish}",
        about="Turned and sanded in Białystok, painted with water-based colours and tested to EN 71. Spare wheels are free, for ever.", packing=_PL_PACK, attributes={"Age": "from 12 months", "Tested to": "EN 71-1, -2, -3"},
        forms=(Form("Freight train with three wagons", "89", 980, (420, 120, 110), "Couples with magnets and carries walnuts.", form="train"), Form("Thirty building blocks", "74", 1400, (300, 220, 90), "Cut to one module, so that towers stand.", form="blocks"), Form("Forest animals, pair", "58", 520, (240, 160, 90), "An elk and a calf that stand on uneven floors.", form="animals"), Form("Stacking tower", "52", 640, (260, 170, 170), "Six rings, more orders than six.", form="stacker")),
        finishes=(Finish("forest colours", "forest", "Moss, bark and cranberry.", accent="coral"), Finish("sea colours", "blue", "Baltic blues with a yellow sun.", accent="lemon"), Finish("natural beech", "natural", "Unpainted, waxed.", "0.9", "oak")),
        without=frozenset({(3, 2)}),
    ),
    Family(
        _LESNE, "games-puzzles", "950490", "piece", 10, 9, "puzzle", stock=480, title="{form}, {finish}",
        about="Rules in ten languages and pieces big enough for small hands and old ones.", packing=_PL_PACK,
        forms=(Form("Floor puzzle, 24 pieces", "62", 900, (320, 250, 60), "Thick poplar that does not curl.", hs="950300"), Form("Draughts and mill", "68", 1100, (340, 340, 40), "A board with two games and a drawer.", form="game")),
        finishes=(Finish("bison meadow", "moss", "Drawn by Ola, who lives beside them.", accent="mustard"), Finish("market square", "terracotta", "A town with eighty people to find.", accent="sky")),
    ),
    Family(
        _LESNE, "dolls-soft-toys", "950300", "piece", 12, 9, "plush", stock=380, title="{form}, {finish}",
        about="Linen outside, wool inside, embroidered eyes; washable at thirty degrees.", packing=_PL_PACK,
        forms=(Form("Bear, 30 cm", "64", 320, (310, 200, 140), "Sits by itself and listens.", form="bear"), Form("Hare, 38 cm", "69", 300, (390, 180, 130), "Long ears for carrying by.", form="rabbit")),
        finishes=(Finish("honey brown", "camel", "With a teal scarf.", accent="teal"), Finish("rose", "blush", "With a mustard scarf.", accent="mustard"), Finish("grey", "grey", "With a red scarf.", accent="red")),
    ),
    Family(
        _LESNE, "teaching-materials", "490300", "set", 10, 8, "cards", stock=420, title="{form}, {finish}",
        about="Made with three kindergartens in Podlasie; every card was dropped, chewed and improved.", packing=_PL_PACK,
        forms=(Form("Sixty picture cards", "45", 480, (190, 130, 60), "Matt board, round corners, a ring to hold them."),),
        finishes=(Finish("plants", "sage", "From acorn to yarrow."), Finish("numbers", "orange", "One to twenty, with things to count."), Finish("feelings", "rose", "Thirty faces and thirty words.")),
    ),
    Family(
        _LESNE, "notebooks", "482020", "piece", 20, 7, "notebook", stock=1500, title="{form}, {finish}",
        about="Bound in our paper room from paper collected in the same town.", packing=_PL_PACK,
        forms=(Form("Exercise book A5, 80 pages", "9.40", 190, (215, 155, 10), "Squared, lined or blank; say which."), Form("Twelve coloured pencils", "22", 140, (190, 100, 20), "Soft leads in lime wood.", scene="pens", form="pencils", hs="960910")),
        finishes=(Finish("moss", "moss", "Stitched with red thread.", accent="red"), Finish("coral", "coral", "Stitched with blue thread.", accent="blue")),
    ),
    Family(
        _HOIAN, "lanterns", "940550", "piece", 20, 12, "lantern", form="silk", stock=1400, title="{form}, {finish}",
        about="Bamboo boiled ten hours in salt water, covered with silk from Mã Châu. Folds like an umbrella.", packing=_VN_PACK,
        forms=(Form("Silk lantern, round 35 cm", "165000", 240, (420, 120, 120), "The shape of the old town’s full-moon nights."), Form("Silk lantern, garlic 50 cm", "245000", 380, (560, 140, 140), "Wide above, narrow below.")),
        finishes=(Finish("red and gold", "red", "For weddings and shops that open.", accent="yellow"), Finish("lotus pink", "pink", "Pale by day, glowing by night.", accent="cream"), Finish("jade", "teal", "A green like the river in March.", accent="lemon")),
    ),
    Family(
        _HOIAN, "shoes", "640399", "pair", 10, 18, "shoes", kind="made_to_order", title="{form}, {finish}",
        about="Sewn on the last in one of the twelve workshops of our street; sizes 35 to 46, half sizes on request.", packing="In a cotton bag and a plain box, ten boxes to a carton.",
        forms=(Form("Leather sandals", "420000", 620, (320, 200, 110), "Two straps and a footbed that takes your shape.", form="sandal"), Form("Derby shoes", "890000", 1050, (340, 220, 125), "Stitched through, so that they can be resoled.", form="low", hs="640359"), Form("Ankle boots", "1150000", 1400, (350, 240, 140), "Full-grain buffalo hide, lined with pigskin.", form="boot", hs="640391")),
        finishes=(Finish("tan", "camel", "Vegetable-tanned."), Finish("black", "black", "Waxed.", accent="grey"), Finish("oxblood", "oxblood", "Polished by hand.", "1.04")),
        without=frozenset({(0, 2)}),
    ),
    Family(
        _HOIAN, "bags-leather", "460219", "piece", 20, 14, "bag", form="basket", stock=600, title="{form}, {finish}",
        about="Seagrass cut in August, dried on the dyke and woven at home by forty families.", packing="Nested, ten to a bale.",
        forms=(Form("Seagrass market bag", "185000", 540, (420, 340, 120), "Carries melons without complaint."), Form("Rice hat for the beach", "120000", 260, (420, 420, 160), "Palm leaf on sixteen bamboo rings.", scene="hat", hs="650400")),
        finishes=(Finish("natural", "natural", "Undyed.", accent="terracotta"), Finish("indigo rim", "sand", "With a rim of indigo cotton.", "1.08", "indigo"), Finish("mustard", "mustard", "Dyed with turmeric.", "1.05", "brown")),
    ),
    Family(
        _HOIAN, "spices-herbs", "090611", "kg", 25, 7, "sack", form="sticks", stock=1800, title="{finish}, {form}",
        about="Bought by the boat-load from Trà My and Phú Quốc, cleaned and dried behind our house.", packing="In 25 kg kraft sacks with liner.",
        forms=(Form("by the kilo", "238000", 1040, (120, 90, 90), "Whole, sun-dried, moisture below 13 %."),),
        finishes=(Finish("Trà My cinnamon", "rust", "Thick bark, sweet and hot."), Finish("Phú Quốc black pepper", "charcoal", "Sorted by hand, 570 g to the litre.", "0.82"), Finish("Star anise", "brown", "Eight points, unbroken.", "1.1")),
    ),
    Family(
        _HOIAN, "packaging", "481940", "piece", 200, 10, "wrapping", stock=9000, title="{form}, {finish}",
        about="Dó paper made from bark, screen-printed in our yard.", packing="Flat, five hundred to a carton.",
        forms=(Form("Gift bag 20 × 26 cm", "14500", 45, (270, 210, 5), "Cotton handles, carries two kilos."), Form("Gift box with ribbon, 18 cm", "32000", 120, (190, 190, 90), "Comes flat and folds without glue.", hs="481920")),
        finishes=(Finish("lantern red", "brick", "With a gold moon.", accent="mustard"), Finish("river green", "petrol", "With small boats.", accent="sand")),
    ),
    Family(
        _IYER, "lessons", "", "lesson", 1, 2, "books", kind="service", tiers=((1, "1"), (5, "0.95"), (10, "0.9")), title="{form}: {finish}",
        about="Fifty-five minutes online with a shared whiteboard; notes and two exercises arrive the same evening. The first conversation is free and honest: if you need somebody else, I will say so.", packing="Lessons can be moved up to twelve hours before they begin.",
        forms=(Form("Mathematics lesson", "1450", None, None, "One student, one hour, one thing understood."), Form("Physics lesson", "1600", None, None, "We draw it before we calculate it."), Form("Exam course, pair of students", "2200", None, None, "Past papers under time, then the reasons behind each mark.")),
        finishes=(Finish("ages 11 to 14", "amber", "Fractions, equations and the courage to guess."), Finish("IB and A level", "teal", "Functions, calculus, mechanics, and marks that follow.", "1.15"), Finish("first-year university", "plum", "Linear algebra and the proofs nobody explained.", "1.35")),
    ),
    Family(
        _IYER, "teaching-materials", "490199", "set", 5, 6, "notebook", stock=160, title="{form}, {finish}",
        about="Printed in Bengaluru on paper you can rub out on; 180 exercises with worked answers.", packing="Shrink-free bundle in a stiff mailer.",
        forms=(Form("Workbook “Slowly, Mathematics”", "640", 520, (280, 210, 20), "The workbook my own students use."),),
        finishes=(Finish("algebra", "plum", "From letters for numbers to quadratic equations."), Finish("geometry", "orange", "Mostly drawing.", accent="blue")),
    ),
    Family(
        _BEATRIZ, "translation", "", "word", 250, 3, "books", kind="service", form="language", tiers=((1, "1"), (8, "0.92"), (40, "0.85")), title="{form}, {finish}",
        about="Trabalho à noite e aos sábados, com glossário por cliente. Cada texto é lido em voz alta antes de ser entregue; uma revisão após o seu retorno está incluída.", packing="Entrego em dois dias até 2 000 palavras; textos maiores, por acordo.",
        forms=(Form("Tradução técnica", "0.58", None, None, "Manuais, fichas e normas de máquinas e equipamentos."), Form("Tradução comercial", "0.46", None, None, "Catálogos, propostas, páginas de loja e cartas.")),
        finishes=(Finish("inglês para português", "teal", "Para o leitor brasileiro."), Finish("português para inglês", "blue", "Revista por uma colega de Leeds.", "1.2"), Finish("espanhol para português", "coral", "Sem falsos amigos.", "0.92")),
    ),
    Family(
        _BEATRIZ, "writing-editing", "", "page", 2, 3, "desk", kind="service", form="text", title="{form}, {finish}",
        about="Marco cada mudança e explico as que importam; o texto continua a ser seu.", packing="Uma página são 1 800 caracteres com espaços.",
        forms=(Form("Revisão de texto", "24", None, None, "Gramática, ritmo e as frases que tropeçam."), Form("Legendas de vídeo", "38", None, None, "Transcritas, traduzidas e sincronizadas.", form="photo")),
        finishes=(Finish("em português", "teal", "Norma brasileira ou europeia."), Finish("em espanhol", "orange", "Com uma leitora de Montevidéu.", "1.1")),
    ),
    Family(
        _BEATRIZ, "accounting-admin", "", "hour", 2, 4, "desk", kind="service", form="figures", title="{form}",
        about="Para pequenos exportadores que precisam de papéis em ordem em duas línguas.", packing="Horas medidas em quartos e relatadas no fim do dia.",
        forms=(Form("Apoio documental à exportação", "120", None, None, "Faturas, listas de embalagem e certificados, conferidos em português e inglês."), Form("Secretariado bilíngue aos sábados", "95", None, None, "Respostas a clientes, agenda e arquivo.")),
        finishes=(Finish("", "navy", ""),),
    ),
)  # fmt: skip
