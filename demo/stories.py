"""What happened in the demo world: who bought what, how far it came, and what people wrote to each other."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sale:
    """
    One order: buyer and seller (slugs), a piece of the listing's title, quantity, how many days ago it was placed, how
    far it came (a status of orders.rules), the buyer's review with the seller's answer, and the real customs bill.
    """

    buyer: str
    seller: str
    title: str
    quantity: int
    days_ago: float
    status: str
    rating: int = 0
    text: str = ""
    reply: str = ""
    note: str = ""
    # What customs really charged, as a share of what was collected; None: no bill has come.
    customs: float | None = None
    # Customs holds the parcel, and it has not gone on since.
    held: bool = False


_HANSE, _CORAL, _BRIDE, _MORI, _HARBOR, _HOTEL, _SCHOOL = (
    "hanse-einkauf", "coral-lane", "lin-yue-wedding", "morikawa-shoji", "harbor-and-pine", "al-noor-palm-hotel", "kilimani-green-school",
)  # fmt: skip
SALES: tuple[Sale, ...] = (
    Sale(_HANSE, "arandanos-del-maule", "Mermelada de arándano, caja 12", 12, 62, "closed", 5, "Real fruit, little sugar, every jar intact. Our shops reordered within a week.", "Gracias, Markus. La próxima cosecha ya está en la paila.", "Please put the English label on the front.", customs=0.93),
    Sale(_HANSE, "arandanos-del-maule", "Miel de ulmo, caja 12", 8, 48, "closed", 5, "Pale, almost like vanilla. Lab papers were in the box, as promised.", customs=1.06),
    Sale(_HANSE, "arandanos-del-maule", "Arándanos IQF congelados, caja de 10 kg", 40, 9, "shipped", note="Cold store Hamburg, gate 3, unloading until 14:00."),
    Sale(_HANSE, "werkzeug-brandt", "Wood screws 4 × 40 mm, 500 pieces, stainless", 40, 33, "closed", 4, "Good screws, one carton arrived dented. Replaced without a question.", "We have changed the carton since. Thank you for telling us."),
    Sale(_HANSE, "cooperative-tamounte", "alimentaire torréfiée, 12 × 250 ml", 6, 27, "accepted", 5, "Tastes of roasted hazelnut; the village on the label is a lovely touch."),
    Sale(_HANSE, "denizli-dokuma", "Peshtemal 100 × 180 cm, sea green", 60, 5, "funded"),
    Sale(_HANSE, "lanas-del-misti", "Café de altura Quillabamba", 10, 18, "delivered"),
    Sale(_HANSE, "beatriz-nogueira", "Tradução comercial, inglês para português", 2600, 21, "closed", 5, "Our catalogue finally reads as if somebody had meant it."),
    Sale(_HANSE, "lesne-zabawki", "Freight train with three wagons, forest", 24, 0.01, "awaiting_payment"),
    Sale(_HANSE, "ceramica-da-ria", "Caneca 350 ml em grés, azul ria", 96, 40, "refunded", note="Needed before the season opens."),
    Sale(_CORAL, "sartoria-bellandi", "Wrap dress, rust linen", 12, 71, "closed", 5, "They sold in nine days. The pockets sold them.", "Pockets are non-negotiable here. Thank you, Charlotte.", customs=0.9),
    Sale(_CORAL, "hoi-an-lantern", "Silk lantern, round 35 cm, lotus pink", 40, 44, "closed", 5, "Our window has never been photographed so often.", customs=1.04),
    Sale(_CORAL, "lanas-del-misti", "Chalina 180 × 30 cm de alpaca, gris", 20, 12, "shipped"),
    Sale(_CORAL, "plateria-luna", "Aretes largos de plata 925, turquesa", 12, 30, "accepted", 4, "Beautiful work. One pair had the stones slightly unalike, which a customer then wanted most."),
    Sale(_CORAL, "hoi-an-lantern", "Seagrass market bag, indigo rim", 60, 15, "delivered"),
    Sale(_CORAL, "tsubaki-craft", "Washi notebook B6, 160 pages, waves", 30, 3, "funded"),
    Sale(_BRIDE, "atelier-vauclair", "Neige », princesse", 1, 16, "in_production", note="婚礼在五月十六日，谢谢。"),
    Sale(_BRIDE, "atelier-vauclair", "Voile chapelle de 2,80 m, bord dentelle", 1, 15, "in_production"),
    Sale(_BRIDE, "hoi-an-lantern", "Silk lantern, garlic 50 cm, red", 40, 36, "closed", 5, "灯笼很轻，颜色正，朋友们都问在哪里买的。"),
    Sale(_MORI, "norrevang-mobler", "Ladder-back chair in soaped beech", 8, 75, "closed", 5, "Joints are honest and the packing is exemplary.", "Thank you, Morikawa-san. Spare seats travel with the next order."),
    Sale(_MORI, "arandanos-del-maule", "Arándanos IQF congelados, caja de 10 bolsas", 24, 24, "closed", 4, "Even size and good colour. Documents came a day late."),
    Sale(_MORI, "ceramica-da-ria", "Jarra bojuda 28 cm, branco", 18, 8, "shipped"),
    Sale(_HARBOR, "werkzeug-brandt", "Hand trowel and fork, cherry", 60, 55, "closed", 5, "Customers pick them up, feel the weight, and that is that."),
    Sale(_HARBOR, "ceramica-da-ria", "Prato raso 27 cm em grés, terra", 144, 38, "closed", 4, "No two alike, which is what we wanted. Two broken of 144.", "Repusemos as duas peças na remessa seguinte."),
    Sale(_HARBOR, "tsubaki-craft", "Santoku 165 mm, walnut", 12, 20, "accepted", 5, "Frighteningly sharp and lovely to hold."),
    Sale(_HARBOR, "lesne-zabawki", "Forest animals, pair, natural", 36, 6, "funded"),
    Sale(_HARBOR, "denizli-dokuma", "Olive oil soap", 10, 26, "cancelled"),
    Sale(_HARBOR, "norrevang-mobler", "Pendant lamp 38 cm, sea green", 6, 2, "in_production"),
    Sale(_HOTEL, "denizli-dokuma", "Bath towel 70 × 140 cm, 600 g/m², white", 400, 50, "closed", 5, "Washed forty times so far and still soft. The laundry is happy."),
    Sale(_HOTEL, "denizli-dokuma", "Hotel hand towel 50 × 90 cm, white", 400, 11, "shipped", held=True),
    Sale(_HOTEL, "dar-al-oud", "درجة أولى", 8, 29, "closed", 5, "Guests ask at the desk what the lobby smells of."),
    Sale(_HOTEL, "cooperative-tamounte", "Crème à l’argan, 24 × 50 ml, sans parfum", 12, 4, "funded"),
    Sale(_SCHOOL, "lesne-zabawki", "Sixty picture cards, plants", 20, 45, "closed", 5, "The children correct each other in three languages."),
    Sale(_SCHOOL, "ananya-iyer-lessons", "Mathematics lesson: ages 11 to 14", 10, 34, "closed", 5, "Ananya teaches our teachers as well as the children.", "They ask better questions than I do."),
    Sale(_SCHOOL, "lesne-zabawki", "Exercise book A5, 80 pages, moss", 200, 0.02, "awaiting_payment"),
    Sale("sartoria-bellandi", "atelier-vauclair", "Dentelle de Calais-Caudry, 140 cm, ivoire", 12, 22, "accepted", 5, "Lace the way my grandmother described it."),
    Sale("sartoria-bellandi", "beatriz-nogueira", "Revisão de texto, em espanhol", 6, 7, "delivered"),
)  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """A conversation about a listing: who wrote what, in turn, buyer first, and how many hours ago it began."""

    buyer: str
    seller: str
    title: str
    hours_ago: int
    messages: tuple[str, ...]


TALKS: tuple[Talk, ...] = (
    Talk(_BRIDE, "atelier-vauclair", "Neige », princesse", 420, (
        "您好！我想问一下，视频试穿是怎么安排的？我在上海，婚礼在五月。",
        "Bonjour Lin Yue, nous cousons d’abord une toile en coton et vous l’envoyons à Shanghai. Vous l’essayez pendant un appel vidéo et j’épingle avec une amie à vous, pas à pas.",
        "太好了。我的身高是 164 厘米，裙摆要配 6 厘米的鞋子。",
        "Parfait, je coupe la jupe pour 170 cm et nous ajusterons l’ourlet. La toile part lundi.")),
    Talk(_HANSE, "arandanos-del-maule", "Arándanos frescos Legacy, caja 12", 70, (
        "Good morning Camila, could you do six pallets a week from December on, by sea to Hamburg?",
        "Buenos días, Markus. Seis pallets sí, hasta la tercera semana de enero. ¿Le sirve la bolsa de atmósfera modificada?",
        "Yes, please, and a temperature logger in every second pallet.",
        "Hecho. Le preparo un lote nuevo con esa fecha y se lo muestro aquí mañana.")),
    Talk(_HOTEL, "denizli-dokuma", "Bath towel 70 × 140 cm, 600 g/m², white", 160, (
        "Can you weave our palm into the border, and from how many pieces?",
        "Gladly, Priya. From 300 pieces, white on white looks best. I will send a strip with your next order.",
        "White on white it is.")),
    Talk(_CORAL, "sartoria-bellandi", "Wrap dress, navy dots", 30, (
        "Hi Giulia, do the dots come any smaller? My customers are shy.",
        "Ciao Charlotte! Yes, 4 mm instead of 9. The cloth is here in ten days, I will make you one first.")),
    Talk(_SCHOOL, "ananya-iyer-lessons", "Mathematics lesson: IB", 52, (
        "Two of our leavers need help before their entrance exam in March. Would you take them as a pair?",
        "With pleasure. Tell me what they enjoyed last in mathematics, and we begin there.",
        "One says geometry, the other says nothing at all.",
        "Then we begin with geometry, and the other one will have opinions soon.")),
    Talk(_HARBOR, "tsubaki-craft", "Gyuto chef’s knife 210 mm, walnut", 8, (
        "Do you engrave names? We would like twenty with our shop’s name.",)),
    Talk(_MORI, "norrevang-mobler", "Lounge chair with wool cushions in oiled oak", 26, (
        "May we have the cushions in a Japanese wool that we supply?",
        "Yes. Please send eleven metres, and two for the sample.")),
)  # fmt: skip
