"""
The demo world: 25 organisations, their listings, orders and talk. It stands on top of every app; none knows of it.
"""

# One password for everybody; the world is refused under production settings.
PASSWORD = "harbour-lights-26"
STAFF = "admin@bridgeway.example"
# (who, e-mail address, what to look at)
SIGN_INS = (
    ("Markus Petersen, purchasing manager in Hamburg", "markus@hanse-einkauf.example", "Buys: orders in every state, messages, checkout in EUR"),
    ("Camila Rojas, blueberry grower in Chile", "camila@arandanos-del-maule.example", "Sells in CLP: orders to ship, perishable lots, payouts"),
    ("Solène Vauclair, bridal designer in Lyon", "solene@atelier-vauclair.example", "Sells made to order: gowns in production, a bride's questions"),
    ("Giulia Bellandi, sewing workshop in Prato", "giulia@sartoria-bellandi.example", "Sells and buys: shirts, fabric by the metre, her own purchases"),
    ("Ananya Iyer, tutor in Bengaluru", "ananya@ananya-iyer-lessons.example", "Sells lessons in INR: services without parcels"),
    ("Beatriz Nogueira, part-time translator in São Paulo", "beatriz@beatriz-nogueira.example", "Sells translations in BRL, by the word and the page"),
    ("林悦, bride in Shanghai", "linyue@lin-yue-wedding.example", "Buys in CNY, in Chinese: a gown from France"),
    ("Charlotte Whitlam, boutique in Sydney", "charlotte@coral-lane.example", "Buys in AUD: reviews, an order on its way"),
    ("Noura Al-Otaibi, perfumer in Kuwait", "noura@dar-al-oud.example", "Sells in KWD, in Arabic, right to left"),
    ("Otto Quendelmayer, coffee roaster in Linz", "otto@roesterei-quendelmayer.example", "Held while a name is checked: settings, Checks"),
    ("Lucía Ferrán, candle maker in Teruel", "lucia@cereria-alborada.example", "Has just come: waits for approval; Sell leads through the steps"),
    ("Élise Marty, soap maker in Cahors", "elise@savonnerie-causse.example", "Was asked for more papers before selling"),
    ("Amina Odhiambo, coffee grower in Kenya", "amina@mwangaza-coffee.example", "At the first step of selling"),
    ("Platform staff", STAFF, "Admin: listings, sellers and a name waiting for a decision, payments, ledger"),
)  # fmt: skip
