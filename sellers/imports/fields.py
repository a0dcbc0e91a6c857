"""
What a column of a catalogue file can be: the fields of a listing, its variant, its prices, its pictures.

Each has the names that people and other systems give it, in six languages. A name is compared after `plain_name`.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sellers.pricing import MOST_TIERS

MOST_OPTIONS = 3

# How a cell's value is read, beyond taking it as it stands. Units name what the column is in.
WEIGHT_UNITS = {"g": 1, "kg": 1000, "lb": 453.59237, "oz": 28.349523125, "mg": 0.001, "t": 1_000_000}
LENGTH_UNITS = {"mm": 1, "cm": 10, "m": 1000, "in": 25.4, "ft": 304.8}
PRICE_UNITS = {"unit": 1, "cents": 0.01}
TEXT_WAYS = ("as_is", "html", "shorten")


@dataclass(frozen=True)
class Target:
    """
    One thing that a column can be mapped to.

    `kind` says how cells are read: text, choice, category, whole, price, weight, length, country, date, temperature,
    list, picture. `group` is the heading it stands under on the page.
    """

    code: str
    label: Any
    kind: str
    group: str
    names: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """The units, or for texts the treatments, that may be chosen; empty if there is nothing to choose."""
        if self.kind == "weight":
            return tuple(WEIGHT_UNITS)
        if self.kind == "length":
            return tuple(LENGTH_UNITS)
        if self.kind == "price":
            return tuple(PRICE_UNITS)
        if self.kind == "text":
            return TEXT_WAYS
        return ()


def _names(text: str) -> tuple[str, ...]:
    return tuple(plain_name(name) for name in text.split("|"))


_FOLD = re.compile(r"[^\w]+|_+")


def plain_name(text: str) -> str:
    """Return a column's name in one form: no accents, case, signs or doubled spaces."""
    flat = unicodedata.normalize("NFKD", str(text)).casefold()
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    return " ".join(_FOLD.sub(" ", flat).split())


def _tiers() -> list[Target]:
    found = []
    for number in range(1, MOST_TIERS + 1):
        price = f"price {number}|unit price {number}|price tier {number}|tier {number} price"
        start = f"from {number}|quantity {number}|qty {number}|from quantity {number}|tier {number} quantity|min qty {number}"
        if number == 1:
            price += (
                "|price|unit price|variant price|preco|precio|prix|prix unitaire|price per unit|sale price|selling price|"
                "preco unitario|precio unitario|价格|单价|售价|السعر|سعر الوحدة|preis|einzelpreis|prezzo|价 格|价格 元|price usd|price eur|"
                "wholesale price|net price|list price|price net|regular price|cost per item|价钱|ثمن"
            )
        found.append(Target(f"from_{number}", _("From quantity, price %(number)s"), "whole", "prices", _names(start)))
        found.append(Target(f"price_{number}", _("Price %(number)s"), "price", "prices", _names(price)))
    return found


def _options() -> list[Target]:
    found = []
    for number in range(1, MOST_OPTIONS + 1):
        found += [
            Target(
                f"option_{number}_name", _("Option %(number)s, name"), "text", "variants",
                _names(f"option{number} name|option {number} name|attribute {number} name|nombre de opcion {number}"),
            ),
            Target(
                f"option_{number}", _("Option %(number)s, value"), "text", "variants",
                _names(f"option{number} value|option {number} value|option {number}|attribute {number} value s"),
            ),
        ]  # fmt: skip
    return found


TARGETS: tuple[Target, ...] = (
    Target("external_id", _("Your product number"), "text", "identity", _names(
        "handle|id|product id|item id|item group id|external id|product code|article|article number|item number|"
        "parent sku|group id|product number|url handle|codigo|codigo del producto|codigo do produto|reference produit|"
        "numero d article|artikelnummer|产品编号|商品编号|货号|产品ID|رقم المنتج|رمز المنتج|code"
    )),
    Target("gtin", _("GTIN (EAN, UPC)"), "gtin", "identity", _names(
        "gtin|ean|upc|barcode|variant barcode|isbn|ean13|ean code|codigo de barras|code barres|条码|条形码|商品条码|الباركود"
    )),
    Target("sku", _("SKU"), "text", "identity", _names(
        "sku|variant sku|seller sku|item sku|stock code|stock keeping unit|part number|mpn|referencia|reference|"
        "referencia sku|ref|référence|SKU 编码|款号|型号|sku编码|رمز التخزين|رمز SKU|model|model number"
    )),
    Target("kind", _("Kind of offer"), "choice", "what", _names("kind|kind of offer|offer kind|listing kind")),
    Target("title", _("Title"), "text", "what", _names(
        "title|name|product name|product title|item name|titulo|titre|nombre|nombre del producto|nom|nom du produit|"
        "nome|nome do produto|标题|产品名称|商品名称|名称|品名|العنوان|اسم المنتج|الاسم|bezeichnung|titel|produktname|designation|"
        "designación|designacao|titolo|item|listing title|product"
    )),
    Target("category", _("Category"), "category", "what", _names(
        "category|product category|type|product type|categoria|categorie|catégorie|tipo|tipo de producto|类别|分类|商品分类|类目|"
        "الفئة|التصنيف|kategorie|google product category|google shopping google product category|department|"
        "categories|rubrique|famille|familia|tipo de produto|النوع"
    )),
    Target("summary", _("In one sentence"), "text", "what", _names(
        "summary|short description|subtitle|tagline|resumen|resume|résumé|resumo|descripcion corta|description courte|"
        "descricao curta|seo description|简介|摘要|短描述|卖点|ملخص|وصف قصير|kurzbeschreibung|in one sentence"
    )),
    Target("description", _("Description"), "text", "what", _names(
        "description|body|body html|long description|product description|details|descripcion|descrição|descricao|"
        "描述|产品描述|商品描述|详情|详细描述|الوصف|وصف المنتج|beschreibung|descrizione|ingredients|ingredientes"
    )),
    Target("language", _("Language of the text"), "choice", "what", _names(
        "language|lang|idioma|langue|lingua|语言|اللغة|sprache|content language"
    )),
    Target("currency", _("Currency"), "choice", "prices", _names(
        "currency|price currency|currency code|moneda|devise|moeda|货币|币种|العملة|wahrung|divisa|iso currency"
    )),
    Target("unit", _("Sold by"), "choice", "prices", _names(
        "unit|sold by|unit of measure|uom|unidad|unite|unidade|单位|计量单位|الوحدة|وحدة القياس|einheit|sales unit"
    )),
    Target("moq", _("Minimum order"), "whole", "prices", _names(
        "moq|minimum order|minimum order quantity|min order|min order qty|minimum quantity|pedido minimo|"
        "cantidad minima|commande minimum|quantite minimum|quantidade minima|起订量|最小起订量|最低订购量|الحد الأدنى للطلب|"
        "mindestbestellmenge|min qty"
    )),
    *_tiers(),
    Target("stock", _("In stock"), "whole", "stock", _names(
        "stock|in stock|quantity|qty|inventory|variant inventory qty|stock quantity|existencias|inventario|stock disponible|"
        "quantite|estoque|库存|库存数量|数量|المخزون|الكمية|bestand|lagerbestand|available|quantity available|on hand|cantidad|"
        "quantidade|disponible|stock qty|inventory quantity"
    )),
    Target("lead_time_days", _("Ready to ship in, days"), "whole", "stock", _names(
        "lead time|lead time days|ready to ship in|handling time|processing time|delivery time days|plazo de entrega|"
        "dias de preparacion|delai|delai de preparation|prazo|prazo de entrega|交货期|备货时间|发货周期|مدة التجهيز|وقت التجهيز|lieferzeit|"
        "days to ship|dispatch days"
    )),
    Target("origin_country", _("Made or grown in"), "country", "customs", _names(
        "origin|country of origin|origin country|made in|country|pais de origen|pays d origine|origine|pais de origem|"
        "原产国|产地|原产地|بلد المنشأ|المنشأ|ursprungsland|herkunft|coo|origen|made or grown in|attr t country of origin"
    )),
    Target("ships_from_country", _("Ships from"), "country", "customs", _names(
        "ships from|ship from|ships from country|shipping from|enviado desde|pais de envio|expedie depuis|"
        "pays d expedition|enviado de|发货地|发货国|الشحن من|versand aus|warehouse country"
    )),
    Target("hs_code", _("HS code"), "text_code", "customs", _names(
        "hs code|hs|hscode|customs code|tariff code|tariff number|commodity code|codigo hs|codigo arancelario|ncm|"
        "partida arancelaria|code sh|code douanier|code hs|harmonized system code|海关编码|HS编码|商品编码|رمز النظام المنسق|"
        "البند الجمركي|zolltarifnummer|taric|hts|hts code|variant harmonized system code"
    )),
    Target("incoterms", _("Delivery terms offered"), "list", "customs", _names(
        "incoterms|incoterm|delivery terms|terms of delivery|condiciones de entrega|贸易条款|شروط التسليم"
    )),
    Target("weight_g", _("Packed weight of one"), "weight", "parcel", _names(
        "weight|weight g|weight kg|variant grams|grams|gross weight|shipping weight|package weight|packed weight|peso|"
        "peso bruto|poids|poids brut|peso kg|重量|毛重|包装重量|الوزن|الوزن الإجمالي|gewicht|item weight|weight lb|weight lbs|"
        "weight oz|poids kg|product weight|weight grams|packed weight of one|attr n package weight"
    )),
    Target("length_mm", _("Packed length"), "length", "parcel", _names(
        "length|length mm|length cm|package length|packed length|depth|package depth|largo|longitud|longueur|"
        "comprimento|长|长度|الطول|lange|item length|profundidad|profondeur|profundidade|attr n package depth"
    )),
    Target("width_mm", _("Packed width"), "length", "parcel", _names(
        "width|width mm|width cm|package width|packed width|ancho|anchura|largeur|largura|宽|宽度|العرض|breite|item width|"
        "attr n package width"
    )),
    Target("height_mm", _("Packed height"), "length", "parcel", _names(
        "height|height mm|height cm|package height|packed height|alto|altura|hauteur|高|高度|الارتفاع|hohe|item height|"
        "attr n package height"
    )),
    *_options(),
    Target("lot_code", _("Lot number"), "text_code", "lot", _names(
        "lot|lot number|batch|batch number|lote|numero de lote|lot no|批次|批号|رقم الدفعة|charge"
    )),
    Target("harvest_date", _("Harvested on"), "date", "lot", _names(
        "harvest date|harvested on|harvest|fecha de cosecha|date de recolte|data da colheita|收获日期|تاريخ الحصاد"
    )),
    Target("best_before_date", _("Best before"), "date", "lot", _names(
        "best before|best before date|expiry date|expiration date|expiry|use by|fecha de caducidad|caducidad|"
        "date de peremption|ddm|dlc|data de validade|validade|保质期至|有效期至|تاريخ الانتهاء|الصلاحية|mhd|mindesthaltbarkeitsdatum"
    )),
    Target("storage_min_c", _("Coldest storage, °C"), "temperature", "lot", _names(
        "storage min c|min temperature|coldest storage|temperatura minima|temperature min|最低温度|أدنى درجة حرارة"
    )),
    Target("storage_max_c", _("Warmest storage, °C"), "temperature", "lot", _names(
        "storage max c|max temperature|warmest storage|temperatura maxima|temperature max|最高温度|أقصى درجة حرارة"
    )),
    Target("grade", _("Grade"), "text_code", "lot", _names("grade|quality grade|calidad|calibre|qualidade|等级|الدرجة|klasse")),
    Target("picture", _("Picture address"), "picture", "pictures", _names(
        "picture|pictures|image|images|image src|image link|image url|photo|photos|picture address|imagen|imagenes|"
        "additional image link|image urls|imagem|imagens|图片|主图|图片链接|صورة|الصور|bild|bilder|foto|img high|"
        "variant image|main image|picture url|url de imagen|lien image"
    )),
)  # fmt: skip
BY_CODE: dict[str, Target] = {target.code: target for target in TARGETS}

ON_VARIANT = frozenset(
    {"sku", "gtin", "stock"}
    | {f"{word}_{number}" for number in range(1, MOST_TIERS + 1) for word in ("from", "price")}
    | {f"option_{number}{end}" for number in range(1, MOST_OPTIONS + 1) for end in ("", "_name")}
)
LOT_FIELDS = {
    "lot_code": "code",
    "grade": "grade",
    "harvest_date": "harvest_date",
    "best_before_date": "best_before_date",
    "storage_min_c": "storage_min_c",
    "storage_max_c": "storage_max_c",
}
GROUPS: dict[str, Any] = {
    "identity": _("How it is known"),
    "what": _("What it is"),
    "prices": _("Prices"),
    "stock": _("Stock and time"),
    "customs": _("Origin and customs"),
    "parcel": _("Parcel"),
    "variants": _("Variants"),
    "lot": _("Lot"),
    "pictures": _("Pictures"),
}


def target_label(target: Target) -> str:
    """Return what people read for a target, its number filled in, in the language in force."""
    text = str(target.label)
    if "%(number)s" in text:
        text = text % {"number": next(part for part in target.code.split("_") if part.isdigit())}
    return text
