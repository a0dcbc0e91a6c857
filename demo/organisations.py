"""The 25 organisations of the demo world and the people who work in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """`mailbox` is the part before @<slug>.example."""

    name: str
    mailbox: str
    role: str = "owner"


@dataclass(frozen=True)
class Firm:
    slug: str
    name: str
    country: str
    currency: str
    language: str
    time_zone: str
    people: tuple[Person, ...]
    street: str
    city: str
    postal_code: str
    region: str = ""
    sells: bool = False
    buys: bool = True
    tagline: str = ""
    story: str = ""
    founded: int | None = None
    employees: int | None = None
    ships_to: tuple[str, ...] = ()
    logo: tuple[str, str, str] = ("arch", "teal", "amber")
    description: str = ""

    def mail(self, person: Person) -> str:
        return f"{person.mailbox}@{self.slug}.example"


def _p(name: str, mailbox: str, role: str = "owner") -> Person:
    return Person(name, mailbox, role)


FIRMS: tuple[Firm, ...] = (
    Firm("arandanos-del-maule", "Arándanos del Maule", "CL", "CLP", "es", "America/Santiago",
         (_p("Camila Rojas Fuentes", "camila"), _p("Matías Sepúlveda", "matias", "manager"), _p("Rosa Henríquez", "rosa", "finance")),
         "Camino a Longaví, Parcela 14", "Linares", "3580000", "Maule", sells=True, founded=1998, employees=46, logo=("hill", "blueberry", "coral"),
         tagline="Arándanos, cerezas y miel del valle del Maule, cosechados a mano",
         story="Mi padre plantó las primeras dos hectáreas de arándano en 1998, cuando todos a nuestro alrededor seguían con remolacha. Hoy cuidamos 38 hectáreas entre Linares y Longaví, con riego por goteo y abejas propias para la polinización.\n\nCosechamos a mano, enfriamos antes de cuatro horas y embarcamos en cadena de frío desde Talcahuano o por avión desde Santiago. Lo que no viaja fresco se convierte en fruta congelada, mermelada y miel."),
    Firm("atelier-vauclair", "Atelier Vauclair", "FR", "EUR", "fr", "Europe/Paris",
         (_p("Solène Vauclair", "solene"), _p("Inès Belkacem", "ines", "manager")),
         "18 rue des Capucins", "Lyon", "69001", sells=True, founded=2009, employees=7, logo=("needle", "rose", "gold"),
         tagline="Robes de mariée et voiles cousus à Lyon, un essayage à la fois",
         story="Après douze ans dans une maison de couture parisienne, Solène Vauclair a ouvert son atelier au pied de la Croix-Rousse. Chaque robe commence par un dessin et une toile en coton, essayée deux fois, à l’atelier ou en visio.\n\nNous travaillons la soie de Lyon, la dentelle de Calais-Caudry et le lin lavé. Nous cousons quarante robes par an, pas davantage."),
    Firm("sartoria-bellandi", "Sartoria Bellandi", "IT", "EUR", "en", "Europe/Rome",
         (_p("Giulia Bellandi", "giulia"), _p("Tommaso Ricci", "tommaso", "manager")),
         "Via Ricasoli 27", "Prato", "59100", "PO", sells=True, founded=1974, employees=11, logo=("needle", "forest", "mustard"),
         tagline="A sewing workshop in Prato: linen, shirts and fabric by the metre",
         story="Nonna Adele began by taking in piecework for the mills of Prato. Three sewing machines became nine, and piecework became our own shirts, dresses and table linen.\n\nWe buy cloth within twenty kilometres, cut it ourselves and sew in small runs. If you need forty aprons with your own pocket, we will gladly make forty."),
    Firm("ananya-iyer-lessons", "Ananya Iyer Lessons", "IN", "INR", "en", "Asia/Kolkata",
         (_p("Ananya Iyer", "ananya"),),
         "7, 3rd Cross, Malleshwaram", "Bengaluru", "560003", "Karnataka", sells=True, founded=2016, employees=1, logo=("book", "plum", "amber"),
         tagline="Mathematics and physics, one student at a time",
         story="I taught at a school in Bengaluru for nine years and now teach online: mathematics and physics from age eleven to first-year university. My students sit in eleven countries.\n\nA lesson is fifty-five minutes, with a shared whiteboard and notes sent the same evening. The first conversation is about where it hurts, not about the syllabus."),
    Firm("beatriz-nogueira", "Beatriz Nogueira Traduções", "BR", "BRL", "pt", "America/Sao_Paulo",
         (_p("Beatriz Nogueira", "beatriz"),),
         "Rua Harmonia 512", "São Paulo", "05435-000", "SP", sells=True, founded=2019, employees=1, logo=("book", "teal", "lemon"),
         tagline="Traduções técnicas e comerciais, às noites e aos sábados",
         story="De dia trabalho na biblioteca de uma universidade; à noite e aos sábados traduzo entre português, inglês e espanhol. Comecei com manuais de máquinas agrícolas e fiquei com gosto pelos textos em que uma palavra errada custa caro.\n\nTrabalho sozinha, devagar e com glossário. Cada texto é lido em voz alta antes de sair."),
    Firm("tsubaki-craft", "Tsubaki Craft House", "JP", "JPY", "en", "Asia/Tokyo",
         (_p("Haruto Tsubaki", "haruto"), _p("Mei Kurosawa", "mei", "manager"), _p("Kenji Aoyama", "kenji", "finance")),
         "2-14-6 Nishihonmachi, Nishi-ku", "Osaka", "550-0005", "Osaka", sells=True, founded=1961, employees=18, logo=("leaf", "indigo", "red"),
         tagline="Kitchen knives, ceramics and paper from twelve small Japanese workshops",
         story="We began as a wholesaler of kitchen knives in Sakai. When the potters and paper makers we met along the way found nobody to sell abroad for them, we began to carry their work too.\n\nEvery piece names its maker. We check each one by hand in Osaka and pack it ourselves."),
    Firm("ceramica-da-ria", "Cerâmica da Ria", "PT", "EUR", "pt", "Europe/Lisbon",
         (_p("Joana Figueiredo", "joana"), _p("Rui Tavares", "rui", "manager")),
         "Rua do Canal 88", "Aveiro", "3800-210", sells=True, founded=1987, employees=34, logo=("wave", "blue", "lemon"),
         tagline="Louça de grés, azulejos e vidro à beira da ria de Aveiro",
         story="A fábrica nasceu em 1987 num armazém de sal. Continuamos a preparar as nossas pastas e vidrados, e cozemos a 1 230 °C em fornos a gás que aproveitam o calor para secar a loiça do dia seguinte.\n\nFazemos séries de 24 a 10 000 peças, com a cor e o selo que o cliente quiser."),
    Firm("denizli-dokuma", "Denizli Dokuma", "TR", "TRY", "en", "Europe/Istanbul",
         (_p("Elif Yıldırım", "elif"), _p("Murat Aksoy", "murat", "manager")),
         "Sümer Mah. 2482 Sk. No 11", "Denizli", "20020", sells=True, founded=1993, employees=62, logo=("wave", "petrol", "sand"),
         tagline="Towels, peshtemals and bed linen from our own looms",
         story="Denizli has woven cotton for as long as anyone can remember. Our thirty-two looms run on Aegean cotton spun forty kilometres away, and the waste heat of the dye house warms the school next door in winter.\n\nHotels order our terry in white; everybody else wants the colours."),
    Firm("cooperative-tamounte", "Coopérative Tamounte", "MA", "MAD", "fr", "Africa/Casablanca",
         (_p("Fatima Aït Baha", "fatima"), _p("Youssef Amrani", "youssef", "manager")),
         "Route d’Essaouira, km 4", "Agadir", "80000", sells=True, founded=2004, employees=58, logo=("leaf", "ochre", "forest"),
         tagline="Huile d’argan, tapis et épices de 58 femmes du Souss",
         story="Tamounte veut dire « ensemble ». En 2004, douze femmes concassaient des noix d’argan dans une cour ; nous sommes aujourd’hui cinquante-huit, avec une presse, un atelier de tissage et une crèche.\n\nLe prix de chaque produit se décide en assemblée. Nous vendons aussi les lanternes et les cuirs des artisans d’Inezgane, qui travaillent à côté de chez nous."),
    Firm("ningbo-hailan", "Ningbo Hailan Electronics", "CN", "CNY", "zh-hans", "Asia/Shanghai",
         (_p("陈海岚", "chen"), _p("王思远", "wang", "manager"), _p("李静", "li", "finance")),
         "江北区洪塘街道长兴路 689 号", "宁波市", "315033", "浙江省", sells=True, founded=2011, employees=140, logo=("bolt", "navy", "turquoise"),
         tagline="数据线、充电器、音频与照明：自有工厂，小批量也欢迎",
         story="海岚 2011 年在宁波成立，从一条数据线组装线做起，现在有注塑、贴片和总装三个车间，140 名同事。\n\n我们为品牌客户做代工，也以自己的名义销售。每批货出厂前抽检百分之五，检测记录随货附上。"),
    Firm("dar-al-oud", "Dar Al Oud", "KW", "KWD", "ar", "Asia/Kuwait",
         (_p("نورة العتيبي", "noura"), _p("خالد الصباغ", "khaled", "manager")),
         "شارع فهد السالم، مجمع الصالحية", "Kuwait City", "13001", sells=True, founded=1978, employees=15, logo=("star", "oxblood", "gold"),
         tagline="عود ودهن وبخور، نخلطها بأيدينا منذ عام ١٩٧٨",
         story="بدأ جدي ببيع العود من صندوق خشبي في سوق المباركية. ما زلنا نشتري الخشب بأنفسنا من كمبوديا والهند، ونقطره ونعتقه في بيتنا القديم.\n\nكل زجاجة تحمل رقم دفعتها وتاريخ تقطيرها."),
    Firm("lanas-del-misti", "Lanas del Misti", "PE", "PEN", "es", "America/Lima",
         (_p("Lucía Quispe Mamani", "lucia"), _p("Álvaro Paredes", "alvaro", "manager")),
         "Calle Jerusalén 412", "Arequipa", "04001", sells=True, founded=2002, employees=29, logo=("hill", "rust", "sky"),
         tagline="Alpaca, café y cacao de las alturas del sur del Perú",
         story="Trabajamos con 140 familias que crían alpacas por encima de los 4.000 metros. Clasificamos la fibra a mano en once tonos naturales, la hilamos en Arequipa y tejemos en nuestro taller.\n\nEn los meses sin esquila, las mismas familias nos traen café de altura y cacao de Quillabamba."),
    Firm("werkzeug-brandt", "Werkzeugfabrik Brandt", "DE", "EUR", "en", "Europe/Berlin",
         (_p("Katrin Brandt", "katrin"), _p("Jonas Weidlich", "jonas", "manager")),
         "Schmiedestraße 9", "Remscheid", "42853", sells=True, founded=1921, employees=73, logo=("bolt", "charcoal", "orange"),
         tagline="Forged hand tools from Remscheid, sharp when they leave us",
         story="My great-grandfather forged chisels for the shipyards. We still forge, in the same hall, with the same attention to what happens to steel in its last minute of heat.\n\nWe make 260 tools, sharpen each one by hand and take back any that disappoints."),
    Firm("norrevang-mobler", "Nørrevang Møbler", "DK", "DKK", "en", "Europe/Copenhagen",
         (_p("Søren Nørrevang", "soren"), _p("Freja Lindholm", "freja", "manager")),
         "Havnegade 41", "Aarhus", "8000", sells=True, founded=1956, employees=27, logo=("arch", "oak", "navy"),
         tagline="Oak and ash furniture and lamps, made to be repaired",
         story="We build chairs, tables and lamps in a former boatyard in Aarhus. Everything is joined so that it can be taken apart again, and we keep spare parts for every model since 1956.\n\nOur wood comes from Danish and Swedish forests we can name."),
    Firm("plateria-luna", "Platería Luna de Taxco", "MX", "MXN", "es", "America/Mexico_City",
         (_p("Ximena Luna Castañeda", "ximena"),),
         "Calle de las Delicias 5", "Taxco de Alarcón", "40200", "GRO", sells=True, founded=1989, employees=9, logo=("star", "turquoise", "silver"),
         tagline="Plata 925 y piel curtida, hechas a mano en Taxco",
         story="En Taxco todo el mundo tiene un tío platero; el mío me enseñó a soldar a los once años. En el taller somos nueve. Fundimos, laminamos y engastamos aquí mismo.\n\nCada pieza lleva el sello 925 y las iniciales de quien la hizo."),
    Firm("lesne-zabawki", "Leśne Zabawki", "PL", "PLN", "en", "Europe/Warsaw",
         (_p("Agnieszka Wójcik", "agnieszka"), _p("Piotr Malinowski", "piotr", "manager")),
         "ul. Lipowa 23", "Białystok", "15-427", sells=True, founded=2007, employees=16, logo=("leaf", "moss", "coral"),
         tagline="Wooden toys and paper things from the edge of the forest",
         story="We turn birch, lime and beech from the forests around Białystok into toys that survive three children. Paint is water-based, edges are round, and every toy is tested to EN 71 before it gets a name.\n\nIn the paper room next door we bind notebooks from the same town’s recycled paper."),
    Firm("hoi-an-lantern", "Hội An Lantern House", "VN", "VND", "en", "Asia/Ho_Chi_Minh",
         (_p("Nguyễn Thị Thu Hà", "ha"), _p("Trần Quốc Bảo", "bao", "manager")),
         "68 Nguyễn Thái Học", "Hội An", "51300", "Quảng Nam", sells=True, founded=2000, employees=31, logo=("star", "brick", "yellow"),
         tagline="Silk lanterns, sandals and woven bags from the old town",
         story="My mother covered lanterns on the pavement in front of our house; now thirty of us do it behind the house. The frames are bamboo from Cẩm Thanh, boiled for ten hours in salt water so that no insect ever likes them.\n\nAround the lanterns we sell what our neighbours make: sandals, seagrass bags and spices."),
    Firm("hanse-einkauf", "Hanse Einkauf GmbH", "DE", "EUR", "en", "Europe/Berlin",
         (_p("Markus Petersen", "markus"), _p("Nele Carstens", "nele", "buyer"), _p("Birgit Thomsen", "birgit", "finance")),
         "Am Sandtorkai 37", "Hamburg", "20457", description="Purchasing for forty organic shops between Flensburg and Hannover."),
    Firm("coral-lane", "Coral Lane Boutique", "AU", "AUD", "en", "Australia/Sydney",
         (_p("Charlotte Whitlam", "charlotte"),), "112 King Street", "Newtown", "2042", "NSW", description="A small shop for clothes and things for the house."),
    Firm("lin-yue-wedding", "Lin Yue & Zhou Wei", "CN", "CNY", "zh-hans", "Asia/Shanghai",
         (_p("林悦", "linyue"), _p("周维", "zhouwei", "buyer")), "徐汇区安福路 322 弄 8 号", "徐汇区", "200031", "上海市", description="我们的婚礼，明年五月，上海。"),
    Firm("morikawa-shoji", "Morikawa Shōji", "JP", "JPY", "en", "Asia/Tokyo",
         (_p("Takeshi Morikawa", "takeshi"), _p("Yui Nakagawa", "yui", "buyer")), "3-8-2 Nihonbashi-Honchō, Chūō-ku", "Tokyo", "103-0023", "Tokyo", description="Importer of food and household goods for department stores."),
    Firm("harbor-and-pine", "Harbor & Pine Mercantile", "US", "USD", "en", "America/New_York",
         (_p("Denise Okonkwo-Reyes", "denise"), _p("Caleb Whitmore", "caleb", "buyer")), "214 Commercial Street", "Portland", "04101", "ME", description="Three general stores on the coast of Maine and an online shop."),
    Firm("al-noor-palm-hotel", "Al Noor Palm Hotel", "AE", "AED", "en", "Asia/Dubai",
         (_p("Omar Al Mansoori", "omar"), _p("Priya Menon", "priya", "buyer")), "Crescent Road 12", "Palm Jumeirah", "", "Dubai", description="184 rooms, two restaurants and a spa."),
    Firm("kilimani-green-school", "Kilimani Green School", "KE", "KES", "en", "Africa/Nairobi",
         (_p("Wanjiru Kamau", "wanjiru"), _p("David Otieno", "david", "viewer")), "Argwings Kodhek Road 88", "Nairobi", "00100", description="A primary school with 320 children and a garden."),
    # Its owner's name is like one on the fictitious list, so it waits for a person to look (demo/checks.py).
    Firm("roesterei-quendelmayer", "Rösterei Quendelmayer", "AT", "EUR", "en", "Europe/Vienna",
         (_p("Otto Quendelmayer", "otto"),), "Herrenstraße 14", "Linz", "4020", description="A coffee roaster with one shop and eleven kinds of beans."),
)  # fmt: skip
SELLERS = tuple(firm for firm in FIRMS if firm.sells)
BY_SLUG = {firm.slug: firm for firm in FIRMS}
