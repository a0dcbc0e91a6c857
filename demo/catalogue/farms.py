"""Food and what grows: Chile, Peru."""

from demo.catalogue.family import Family, Finish, Form, Shelf

_COLD = "Enfriado antes de cuatro horas, en caja de cartón ventilada sobre pallet, con registrador de temperatura en cada envío."
_DRY = "En bolsa sellada con válvula dentro de caja de cartón; aguanta el viaje por mar sin perder aroma."
_MAULE, _MISTI = "arandanos-del-maule", "lanas-del-misti"

FAMILIES: tuple[Family, ...] = (
    Family(
        _MAULE, "fresh-fruit", "081040", "carton", 20, 4, "punnets", kind="perishable_lot", form="berry", stock=900, accent="teal",
        title="Arándanos frescos {finish}, {form}", shelf=Shelf(32, "-0.5", "1.0", "Extra"),
        about="Plantas de doce años con riego por goteo y polinización con nuestras propias abejas. Cosecha manual en dos pasadas, calibre desde 16 mm, pruina completa.",
        packing=_COLD, attributes={"Certificación": "GlobalG.A.P.", "Brix": "12–14", "In English": "Fresh blueberries"},
        forms=(Form("caja 12 × 125 g", "8900", 1900, (400, 300, 90), "Caja de doce cubetas de 125 g, lista para la góndola."),
               Form("caja a granel de 2,4 kg", "12400", 2700, (400, 300, 110), "A granel para reempacar en destino.", scene="crate", form="berry")),
        finishes=(Finish("Duke", "blueberry", "Variedad temprana: firme, crocante, de acidez suave."),
                  Finish("Legacy", "indigo", "La más dulce de media temporada, aguanta bien el barco."),
                  Finish("Brigitta", "blue", "Grande y aromática; la preferida para el avión.", "1.08"),
                  Finish("orgánicos O’Neal", "navy", "Parcela orgánica certificada, piel fina y mucho aroma.", "1.35")),
    ),
    Family(
        _MAULE, "fresh-fruit", "080929", "carton", 10, 3, "crate", kind="perishable_lot", form="cherry", stock=500,
        title="Cerezas {finish}, {form}", shelf=Shelf(28, "-0.5", "1.0", "Calibre JJ"),
        about="Huertos propios y de dos vecinos en la precordillera de Linares. Seleccionadas por color y calibre con cámara, hidroenfriadas.", packing=_COLD,
        forms=(Form("caja 5 kg", "38500", 5600, (500, 300, 140), "Caja de cinco kilos en bolsa de atmósfera modificada."),
               Form("estuche regalo 2 kg", "21900", 2400, (300, 240, 120), "Dos kilos en hileras, pedúnculo verde, para Año Nuevo chino.")),
        finishes=(Finish("Lapins", "cherry", "Firmes y oscuras, 28 mm y más."), Finish("Regina", "wine", "Tardías, resistentes a la lluvia y al viaje.", "1.12"), Finish("Rainier", "apricot", "Amarillas con mejilla roja, muy dulces.", "1.25")),
    ),
    Family(
        _MAULE, "fresh-fruit", "081190", "carton", 12, 6, "crate", form="berry", stock=800, title="{finish} IQF congelados, {form}",
        about="Congelados individualmente el mismo día de cosecha a –35 °C y clasificados por láser; sin azúcar ni conservantes.", packing="Bolsa azul de polietileno en caja máster; se embarca en contenedor reefer a –18 °C.",
        attributes={"In English": "Frozen berries: blueberries, raspberries, blackberries, strawberries"},
        forms=(Form("caja de 10 kg", "32500", 10600, (400, 300, 200), "Para pastelerías, yogures y batidos."), Form("caja de 10 bolsas de 1 kg", "36800", 10900, (400, 300, 220), "En bolsas de un kilo para tienda.")),
        finishes=(Finish("Arándanos", "blueberry", "Calibre 12 a 18 mm."), Finish("Frambuesas", "rose", "Enteras al 90 %.", "1.18"), Finish("Moras", "aubergine", "Silvestres y cultivadas, color intenso.", "0.96"), Finish("Frutillas", "red", "Enteras, sin cáliz, 25 a 35 mm.", "0.9")),
    ),
    Family(
        _MAULE, "preserves-sauces", "200799", "box", 6, 8, "jar", form="pieces", stock=360, title="Mermelada de {finish}, {form}",
        about="Cocida en paila de cobre con un 62 % de fruta nuestra, azúcar de caña y limón. Nada más.", packing="Frascos de vidrio con tapa de botón, separados por rejilla de cartón.",
        forms=(Form("caja 12 × 250 g", "33600", 5200, (330, 250, 110), "Frascos de 250 g con etiqueta en español e inglés."), Form("caja 6 × 1 kg", "36900", 8300, (360, 250, 180), "Formato de cocina para hoteles y cafeterías.")),
        finishes=(Finish("arándano", "blueberry", "Con trozos enteros de fruta."), Finish("mora y murta", "aubergine", "Un sabor que solo existe en el sur."), Finish("cereza y canela", "cherry", "Para quesos y para el pan del domingo.")),
    ),
    Family(
        _MAULE, "honey-sweets", "040900", "box", 4, 5, "jar", stock=240, title="Miel de {finish}, {form}",
        about="De nuestras 320 colmenas, extraída en frío y sin pasteurizar. Cada lote se analiza en residuos y polen.", packing="Frascos de vidrio con separador; cubo alimentario con precinto.",
        forms=(Form("caja 12 × 500 g", "58800", 9600, (360, 270, 130), "Doce frascos hexagonales de medio kilo."), Form("cubo de 25 kg", "98000", 26200, (300, 300, 340), "Para envasadores y pastelerías.")),
        finishes=(Finish("ulmo", "cream", "Blanca, cremosa, con notas de vainilla y anís.", "1.2"), Finish("pradera", "honey", "Dorada, de trébol y hierbas del valle.")),
    ),
    Family(
        _MISTI, "yarn-wool", "630120", "box", 2, 7, "yarn", stock=120, title="Hilo de {form}, {finish}",
        about="Fibra clasificada a mano por maestras de Arequipa e hilada en nuestra planta. Once tonos naturales y doce teñidos con tintes certificados.", packing="Diez ovillos o conos por caja, con bolsita de lavanda contra la polilla.",
        forms=(Form("baby alpaca, 10 ovillos de 50 g", "165.0", 620, (300, 250, 120), "Hilo DK de 21 micras, suave como para un recién nacido."), Form("alpaca y merino, cono de 1 kg", "210.0", 1150, (200, 200, 220), "Para máquina de tejer: 70 % alpaca, 30 % merino."), Form("alpaca bouclé, 10 ovillos de 100 g", "238.0", 1120, (340, 280, 150), "Hilo con bucle para mantas y abrigos.")),
        finishes=(Finish("gris vicuña", "camel", "Tono natural, sin teñir.", accent="cream"), Finish("rojo cochinilla", "cherry", "Teñido con cochinilla de los valles.", "1.1", "rust"), Finish("azul Misti", "sky", "El color del volcán por la mañana.", accent="navy")),
    ),
    Family(
        _MISTI, "womenswear", "611019", "piece", 5, 18, "coat", kind="made_to_order", title="{form} de alpaca, {finish}",
        about="Tejidas en máquina manual y remalladas punto por punto por las mismas doce mujeres desde 2006. Tallas XS a XL; podemos cambiar el largo.", packing="Doblada en papel de seda dentro de una bolsa de algodón.",
        forms=(Form("Chompa de cuello redondo", "189.0", 480, (350, 280, 70), "Chompa clásica de baby alpaca con hombro caído."), Form("Cárdigan con bolsillos", "235.0", 620, (360, 290, 90), "Cárdigan largo con botones de tagua.")),
        finishes=(Finish("crudo", "cream", "Fibra natural sin teñir.", accent="camel"), Finish("terracota", "terracotta", "Como las casas de Yanahuara.", accent="cream"), Finish("verde molle", "moss", "Inspirado en el árbol que da sombra al taller.", accent="mustard")),
    ),
    Family(
        _MISTI, "scarves-hats", "611710", "piece", 10, 10, "scarf", stock=260, form="stripe", title="{form} de alpaca, {finish}",
        about="Cepillada con cardo natural, ligera y muy caliente. El fleco se anuda a mano.", packing="Fajilla de papel reciclado, diez por caja.",
        forms=(Form("Chalina 180 × 30 cm", "62.0", 210, (300, 200, 40), "Una chalina para todos los días."), Form("Estola 200 × 70 cm", "118.0", 380, (320, 240, 60), "Cubre los hombros y cabe en un bolso.")),
        finishes=(Finish("rayas del altiplano", "rust", "Cinco colores tomados de una manta antigua.", accent="mustard"), Finish("gris y marfil", "grey", "Dos tonos naturales.", accent="ivory"), Finish("índigo", "indigo", "Teñida tres veces para un azul profundo.", accent="sky")),
    ),
    Family(
        _MISTI, "coffee-tea", "090121", "box", 4, 6, "pouch", stock=300, title="Café de altura {finish}, {form}",
        about="De 86 familias de La Convención, entre 1.600 y 1.950 metros. Lavado, secado en camas africanas, tostado en Arequipa cada martes.", packing=_DRY,
        forms=(Form("12 bolsas de 250 g", "264.0", 3400, (380, 280, 160), "En grano, tueste medio, 84 puntos SCA."),),
        finishes=(Finish("Quillabamba", "brown", "Chocolate, naranja y panela."), Finish("geisha de Amaybamba", "amber", "Jazmín y durazno; solo cuarenta cajas por cosecha.", "2.3"), Finish("descafeinado al agua", "cocoa", "Para después de la cena.", "1.12")),
    ),
    Family(
        _MISTI, "coffee-tea", "090111", "kg", 60, 9, "sack", form="beans", stock=4200, title="{form}, {finish}",
        about="Exportado por la cooperativa con factura única y ficha de catación de cada lote.", packing="Saco de yute de 60 kg con bolsa GrainPro.",
        forms=(Form("Café verde arábica", "27.4", 1020, (60, 40, 15), "Café oro de altura, cosecha del año, humedad 11 %."),),
        finishes=(Finish("lavado SHB", "sage", "Taza limpia, cuerpo medio."), Finish("natural", "ochre", "Secado con la cereza: frutal y dulce.", "1.18")),
    ),
    Family(
        _MISTI, "honey-sweets", "180631", "box", 5, 7, "pouch", stock=280, title="Chocolate de Quillabamba {finish}, {form}",
        about="Cacao chuncho, el más antiguo del Cusco, fermentado cinco días y conchado treinta horas.", packing="Tabletas en papel dorado y estuche de cartón; caja isotérmica de octubre a marzo.",
        forms=(Form("24 tabletas de 70 g", "228.0", 2200, (260, 200, 140), "Tabletas finas para tienda y cafetería."),),
        finishes=(Finish("70 %", "cocoa", "Frutos rojos y un final largo."), Finish("con sal de Maras", "walnut", "Cristales rosados de las salineras."), Finish("con quinua crocante", "camel", "Crujiente y sin gluten.")),
    ),
)  # fmt: skip
