"""Letters of other scripts in Latin ones: tables only."""

# ruff: noqa: E501 (wide letters count double)


def _pairs(text: str) -> dict[str, str]:
    """`"а:a б:b"` as a table; a letter with nothing after the colon is silent."""
    return {entry.split(":")[0]: entry.split(":")[1] for entry in text.split()}


LATIN = _pairs(
    "ß:ss ẞ:SS æ:ae Æ:AE œ:oe Œ:OE ø:o Ø:O đ:d Đ:D ð:d Ð:D þ:th Þ:Th ł:l Ł:L ı:i ħ:h Ħ:H ŋ:ng Ŋ:Ng ə:a Ə:A ĸ:k ŧ:t Ŧ:T"
    " ơ:o Ơ:O ư:u Ư:U ƒ:f ʻ:' ʼ:'"
)

CYRILLIC = _pairs(
    "а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh"
    " щ:shch ъ: ы:y ь: э:e ю:yu я:ya є:ye і:i ї:yi ґ:g ў:u ђ:dj ј:j љ:lj њ:nj ћ:c џ:dzh ѓ:gj ќ:kj ѕ:dz ә:a ғ:gh қ:q"
    " ң:ng ө:o ұ:u ү:u һ:h ҳ:h ҷ:j ӣ:i ӯ:u ҡ:q ҙ:z ҫ:s ҥ:ng ӑ:a ӗ:e ӳ:u ѐ:e ѝ:i"
)

GREEK = _pairs("α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o")
GREEK_PAIRS = _pairs("ου:ou αυ:av ευ:ev μπ:b ντ:nt γκ:gk γγ:ng γχ:nch αι:ai ει:ei οι:oi τσ:ts τζ:tz")

GEORGIAN = _pairs(
    "ა:a ბ:b გ:g დ:d ე:e ვ:v ზ:z თ:t ი:i კ:k ლ:l მ:m ნ:n ო:o პ:p ჟ:zh რ:r ს:s ტ:t უ:u ფ:p ქ:k ღ:gh ყ:q შ:sh ჩ:ch ც:ts"
    " ძ:dz წ:ts ჭ:ch ხ:kh ჯ:j ჰ:h"
)

ARMENIAN = _pairs(
    "ա:a բ:b գ:g դ:d ե:e զ:z է:e ը:e թ:t ժ:zh ի:i լ:l խ:kh ծ:ts կ:k հ:h ձ:dz ղ:gh ճ:ch մ:m յ:y ն:n շ:sh ո:o չ:ch պ:p"
    " ջ:j ռ:r ս:s վ:v տ:t ր:r ց:ts ւ:v փ:p ք:k օ:o ֆ:f և:ev"
)

ARABIC = _pairs(
    "ا:a أ:a إ:i آ:a ٱ:a ء: ؤ:u ئ:i ى:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh"
    " ف:f ق:q ك:k ک:k ل:l م:m ن:n ه:h ة:a و:u ي:i ی:i پ:p چ:ch ژ:zh گ:g ڤ:v ٹ:t ڈ:d ڑ:r ے:e ں:n ھ:h ہ:h ۃ:a ۀ:e ډ:d"
    " ړ:r ږ:zh ښ:sh ټ:t ځ:dz څ:ts ګ:g ڼ:n ې:e ۍ:ai ئ:i ە:e ێ:e ۆ:o ڵ:l ڕ:r"
)
# Names whose unwritten vowels everybody knows.
ARABIC_NAMES = _pairs(
    "محمد:muhammad أحمد:ahmad احمد:ahmad محمود:mahmud حامد:hamid حميد:hamid حمد:hamad علي:ali حسن:hassan حسين:hussein"
    " عبد:abd الله:allah عبدالله:abdullah عبدالرحمن:abdulrahman الرحمن:alrahman رحمن:rahman رحيم:rahim عزيز:aziz كريم:karim"
    " مجيد:majid خالد:khalid عمر:umar عثمان:uthman بكر:bakr أبو:abu ابو:abu أبي:abi ابي:abi بن:bin ابن:ibn بنت:bint"
    " إبراهيم:ibrahim ابراهيم:ibrahim إسماعيل:ismail اسماعيل:ismail يوسف:yusuf موسى:musa عيسى:isa داود:dawud داوود:dawud"
    " سليمان:sulayman صالح:salih سالم:salim سليم:salim سعيد:said سعد:saad صدام:saddam ناصر:nasir نصر:nasr نصرالله:nasrallah"
    " جمال:jamal كمال:kamal جلال:jalal مصطفى:mustafa مرتضى:murtada طارق:tariq طه:taha ياسر:yasir ياسين:yasin قاسم:qasim"
    " هاشم:hashim فيصل:faysal فهد:fahd سلطان:sultan عادل:adil أمين:amin امين:amin أنور:anwar أنس:anas أسامة:usama"
    " اسامة:usama أيمن:ayman ايمن:ayman حسام:husam هشام:hisham وليد:walid زيد:zayd زياد:ziyad سيف:sayf شريف:sharif"
    " عباس:abbas جعفر:jafar مهدي:mahdi هادي:hadi رضا:rida باقر:baqir صادق:sadiq كاظم:kazim حيدر:haydar فاطمة:fatima"
    " عائشة:aisha خديجة:khadija زينب:zaynab مريم:maryam رشيد:rashid راشد:rashid ماجد:majid مالك:malik بدر:badr نور:nur"
    " دين:din اسلام:islam إسلام:islam حق:haqq قادر:qadir غني:ghani لطيف:latif وهاب:wahhab واحد:wahid سلام:salam جبار:jabbar"
    " معمر:muammar قذافي:qadhafi بشار:bashar أسد:asad حافظ:hafiz رامي:rami ماهر:mahir تكريتي:tikriti بغدادي:baghdadi"
    " شركة:company بنك:bank مصرف:bank مؤسسة:foundation مجموعة:group تجارة:trading التجارة:trading للتجارة:trading"
    " المحدودة:limited محدودة:limited منظمة:organization جمعية:society مصنع:factory العامة:general عامة:general"
    " صناعة:industry الصناعة:industry للصناعة:industry الدولية:international دولية:international العراق:iraq سوريا:syria"
    " سورية:syria ليبيا:libya إيران:iran ايران:iran اليمن:yemen لبنان:lebanon السودان:sudan القاعدة:alqaida"
)

HEBREW = _pairs(
    "א:a ב:b ג:g ד:d ה:h ו:v ז:z ח:h ט:t י:i כ:k ך:k ל:l מ:m ם:m נ:n ן:n ס:s ע:a פ:p ף:f צ:ts ץ:ts ק:k ר:r ש:sh ת:t"
)
HEBREW_NAMES = _pairs(
    "משה:moshe דוד:david אברהם:avraham יצחק:yitzhak יעקב:yaakov יוסף:yosef שרה:sarah רחל:rachel לאה:leah שלמה:shlomo"
    " אהרון:aharon שמואל:shmuel דניאל:daniel מיכאל:michael אליהו:eliyahu בנימין:binyamin שמעון:shimon יהודה:yehuda"
    " מרים:miriam אסתר:esther חיים:haim נתן:natan יונתן:yonatan אריאל:ariel גבריאל:gabriel רפאל:rafael כהן:cohen לוי:levi"
    " בן:ben בר:bar מזרחי:mizrahi פרץ:peretz ישראל:israel שלום:shalom בעמ:ltd חברה:company בנק:bank"
)

HANGUL_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
HANGUL_MEDIALS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
HANGUL_FINALS = [
    "",
    *[
        "k",
        "k",
        "k",
        "n",
        "n",
        "n",
        "t",
        "l",
        "k",
        "m",
        "l",
        "l",
        "l",
        "p",
        "l",
        "m",
        "p",
        "p",
        "t",
        "t",
        "ng",
        "t",
        "t",
        "k",
        "t",
        "p",
        "t",
    ],
]
HANGUL_SURNAMES = _pairs(
    "김:kim 이:lee 리:ri 박:park 최:choi 정:jung 강:kang 조:cho 윤:yun 장:jang 임:lim 림:rim 한:han 오:oh 서:seo 신:shin"
    " 권:kwon 황:hwang 안:an 송:song 류:ryu 유:yu 전:jeon 홍:hong 고:ko 문:mun 양:yang 손:son 배:bae 백:paek 허:ho 남:nam"
    " 심:sim 노:no 로:ro 하:ha 곽:kwak 성:song 차:cha 주:chu 우:woo 구:ku 라:ra 나:na 민:min 진:jin 지:ji 엄:om 채:chae 원:won"
    " 천:chon 방:pang 공:kong 현:hyon 함:ham 변:pyon 염:yom 려:ryo 태:tae 선:son 설:sol 마:ma 길:kil 연:yon 위:wi 표:pyo 명:myong"
    " 기:ki 반:pan 왕:wang 금:kum 옥:ok 육:yuk 인:in 맹:maeng 제:che 모:mo 탁:tak 국:kuk 어:o 은:un 편:pyon 용:yong"
)
# How Koreans read the Chinese characters commonest in their names (McCune-Reischauer as the lists write it).
HANJA = _pairs(
    "金:kim 李:ri 朴:pak 崔:choe 鄭:chong 郑:chong 姜:kang 趙:cho 赵:cho 尹:yun 張:chang 张:chang 林:rim 韓:han 韩:han 吳:o 吴:o"
    " 徐:so 申:sin 權:kwon 权:kwon 黃:hwang 黄:hwang 安:an 宋:song 柳:ryu 洪:hong 全:chon 高:ko 文:mun 孫:son 孙:son 梁:yang 裴:pae"
    " 白:paek 許:ho 许:ho 南:nam 沈:sim 河:ha 玄:hyon 盧:ro 卢:ro 丁:chong 成:song 車:cha 车:cha 朱:chu 禹:u 具:ku 羅:ra 罗:ra"
    " 閔:min 陳:chin 池:chi 嚴:om 严:om 蔡:chae 元:won 千:chon 方:pang 孔:kong 正:jong 恩:un 日:il 一:il 永:yong 英:yong 哲:chol"
    " 鐵:chol 铁:chol 男:nam 東:tong 东:tong 明:myong 光:kwang 國:kuk 国:kuk 學:hak 学:hak 善:son 姬:hui 姫:hui 淑:suk 順:sun"
    " 顺:sun 子:ja 玉:ok 春:chun 秋:chu 植:sik 浩:ho 虎:ho 赫:hyok 革:hyok 民:min 敏:min 俊:jun 哉:jae 在:jae 仁:in 義:ui 义:ui"
    " 勇:yong 龍:ryong 龙:ryong 德:tok 吉:kil 福:pok 壽:su 寿:su 秀:su 洙:su 相:sang 尚:sang 泰:tae 太:tae 平:pyong 和:hwa 華:hwa"
    " 华:hwa 基:ki 奎:kyu 圭:kyu 容:yong 鎬:ho 赞:chan 昌:chang 燮:sop 範:pom 京:kyong 景:kyong 慶:kyong 敬:kyong 炳:pyong 秉:pyong"
    " 石:sok 錫:sok 錦:kum 星:song 松:song 雲:un 云:un 雄:ung 月:wol 海:hae 山:san 星:song 善:son 宗:jong 鍾:jong 志:ji 智:ji"
    " 勳:hun 勋:hun 煥:hwan 焕:hwan 鉉:hyon 賢:hyon 贤:hyon 亨:hyong 衡:hyong 與:yo 与:yo 汀:jong 雪:sol 主:ju 愛:ae 爱:ae"
)

_KANA_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "r": "らりるれろ",
}  # fmt: skip
KANA = {
    kana: consonant + vowel for consonant, row in _KANA_ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)
} | _pairs(
    "し:shi ち:chi つ:tsu ふ:fu じ:ji ぢ:ji づ:zu や:ya ゆ:yu よ:yo わ:wa を:o ん:n ゔ:vu っ:~ ゃ:ya ゅ:yu ょ:yo"
    " ぁ:a ぃ:i ぅ:u ぇ:e ぉ:o ー:"
)
_YOUON = {"き": "ky", "ぎ": "gy", "し": "sh", "じ": "j", "ち": "ch", "に": "ny", "ひ": "hy", "び": "by", "ぴ": "py",
          "み": "my", "り": "ry"}  # fmt: skip
KANA_PAIRS = {
    first + small: sound + vowel
    for first, sound in _YOUON.items()
    for small, vowel in zip("ゃゅょ", "auo", strict=True)
} | _pairs(
    "ふぁ:fa ふぃ:fi ふぇ:fe ふぉ:fo うぃ:wi うぇ:we てぃ:ti でぃ:di とぅ:tu どぅ:du ゔぁ:va ゔぃ:vi ゔぇ:ve ゔぉ:vo"
    " しぇ:she じぇ:je ちぇ:che おう:o うう:u"
)


def _katakana(table: dict[str, str]) -> dict[str, str]:
    """The same table for katakana, which stands 96 places further on."""
    return {
        "".join(chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in kana): sound
        for kana, sound in table.items()
    }


KANA |= _katakana(KANA)
KANA_PAIRS |= _katakana(KANA_PAIRS)

THAI = _pairs(
    "ก:k ข:kh ค:kh ฆ:kh ง:ng จ:ch ฉ:ch ช:ch ซ:s ฌ:ch ญ:y ฎ:d ฏ:t ฐ:th ฑ:th ฒ:th ณ:n ด:d ต:t ถ:th ท:th ธ:th น:n บ:b"
    " ป:p ผ:ph ฝ:f พ:ph ฟ:f ภ:ph ม:m ย:y ร:r ล:l ว:w ศ:s ษ:s ส:s ห:h ฬ:l อ:o ฮ:h ะ:a า:a ิ:i ี:i ึ:ue ื:ue ุ:u ู:u"
    " เ:e แ:ae โ:o ใ:ai ไ:ai ั:a ำ:am"
)

DEVANAGARI = _pairs(
    "अ:a आ:a इ:i ई:i उ:u ऊ:u ऋ:ri ए:e ऐ:ai ओ:o औ:au क:k ख:kh ग:g घ:gh ङ:n च:ch छ:chh ज:j झ:jh ञ:n ट:t ठ:th ड:d"
    " ढ:dh ण:n त:t थ:th द:d ध:dh न:n प:p फ:ph ब:b भ:bh म:m य:y र:r ल:l व:v श:sh ष:sh स:s ह:h"
)
DEVANAGARI_SIGNS = _pairs("ा:a ि:i ी:i ु:u ू:u ृ:ri े:e ै:ai ो:o ौ:au ं:an ँ:n ः:h ्:")
