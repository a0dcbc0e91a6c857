"""
What a country's company register and tax office call their numbers, and their published checks (python-stdnum).

A number must pass one of the country's checks; where there is none here, it is taken as it is and marked unchecked.
Pure: nobody is asked whether the number is in force.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from stdnum.exceptions import ValidationError

from marketplace.kernel.refusals import Text


@dataclass(frozen=True)
class Register:
    """What the number is called there, one that looks right, and the modules or forms of which one must hold."""

    name: Text
    example: str
    checks: tuple[str, ...] = ()
    form: str = ""

    @property
    def is_checkable(self) -> bool:
        return bool(self.checks or self.form)

    def accepts(self, compact: str) -> str | None:
        """Return the number as it is written here, or None if no check holds."""
        for module in self.checks:
            try:
                return str(_validate(module)(compact))
            except ValidationError:
                continue
        return compact if self.form and re.fullmatch(self.form, compact) else None


def _validate(module: str) -> Callable[[str], str]:
    validate: Callable[[str], str] = import_module(f"stdnum.{module}").validate
    return validate


# Companies House writes 8 digits, or two letters and 6 (SC, NI, OC, ...); the Dutch chamber 8 digits; the German court
# register HRA, HRB, GnR, PR or VR and a number, after the court's name; the Polish court register (KRS) 10 digits; the
# New Zealand NZBN is a GS1 number; the Indian CIN has 21 characters.
_GERMAN = r".{0,28}(HRA|HRB|GNR|PR|VR|GSR)\d{1,7}[A-Z]{0,3}"
_CIN = r"[LU]\d{5}[A-Z]{2}\d{4}[A-Z]{3}\d{6}"
COMPANY: dict[str, Register] = {
    "AL": Register("NIPT", "J91402501L", ("al.nipt",)),
    "AR": Register("CUIT", "20-05536168-2", ("ar.cuit",)),
    "AT": Register("Firmenbuchnummer", "FN 122119m", form=r"(FN)?\d{1,6}[A-Z]"),
    "AU": Register("ACN / ABN", "004 085 616", ("au.acn", "au.abn")),
    "BE": Register("Ondernemingsnummer / numéro d’entreprise", "0403.019.261", ("be.vat",)),
    "BG": Register("ЕИК", "175074752", ("bg.vat",)),
    "BR": Register("CNPJ", "16.727.230/0001-97", ("br.cnpj",)),
    "CH": Register("UID / IDE", "CHE-100.155.212", ("ch.uid",)),
    "CL": Register("RUT", "76086428-5", ("cl.rut",)),
    "CN": Register("统一社会信用代码", "91110000600037341L", ("cn.uscc",)),
    "CO": Register("NIT", "213.123.432-1", ("co.nit",)),
    "CR": Register("Cédula jurídica", "3-101-999999", ("cr.cpj",)),
    "CZ": Register("IČO", "25123891", ("cz.dic",)),
    "DE": Register("Handelsregisternummer", "Aachen HRB 11223", form=_GERMAN),
    "DK": Register("CVR", "13585628", ("dk.cvr",)),
    "DO": Register("RNC", "1-01-85004-3", ("do.rnc",)),
    "EC": Register("RUC", "1792060346-001", ("ec.ruc",)),
    "EE": Register("Registrikood", "12345678", ("ee.registrikood",)),
    "ES": Register("NIF / CIF", "J99216582", ("es.nif",)),
    "FI": Register("Y-tunnus", "2077474-0", ("fi.ytunnus",)),
    "FR": Register("SIREN / SIRET", "552 008 443", ("fr.siren", "fr.siret")),
    "GB": Register("Company number", "12345678", form=r"\d{8}|[A-Z]{2}\d{6}"),
    "GT": Register("NIT", "576937-K", ("gt.nit",)),
    "HR": Register("OIB", "33392005961", ("hr.oib",)),
    "IL": Register("ח.פ.", "516179157", ("il.hp",)),
    "IN": Register("CIN / GSTIN / PAN", "27AAPFU0939F1ZV", ("in_.gstin", "in_.pan"), _CIN),
    "IT": Register("Codice fiscale / Partita IVA", "00743110157", ("it.iva", "it.codicefiscale")),
    "JP": Register("法人番号", "5-8356-7825-6246", ("jp.cn",)),
    "KE": Register("KRA PIN", "P051365947M", ("ke.pin",), r"[A-Z]{2,4}\d{4,8}|[A-Z]{3}-?[A-Z0-9]{6,10}"),
    "KR": Register("사업자등록번호", "116-82-00276", ("kr.brn",)),
    "LV": Register("Reģistrācijas numurs", "40003521600", ("lv.pvn",)),
    "MA": Register("ICE", "001561191000066", ("ma.ice",)),
    "MD": Register("IDNO", "1008600038413", ("md.idno",)),
    "MX": Register("RFC", "VACE-460910-SX6", ("mx.rfc",)),
    "NL": Register("KvK", "12345678", form=r"\d{8}"),
    "NO": Register("Organisasjonsnummer", "988 077 917", ("no.orgnr",)),
    "NZ": Register("NZBN", "9429041289198", ("ean",)),
    "PE": Register("RUC", "20512333797", ("pe.ruc",)),
    "PL": Register("KRS / REGON", "192598184", ("pl.regon",), r"\d{10}"),
    "PT": Register("NIPC", "501964843", ("pt.nif",)),
    "PY": Register("RUC", "80028061-0", ("py.ruc",)),
    "RO": Register("CUI", "18547290", ("ro.cui", "ro.onrc")),
    "RS": Register("PIB", "101134702", ("rs.pib",), r"\d{8}"),
    "RU": Register("ОГРН", "1022200525819", ("ru.ogrn",)),
    "SE": Register("Organisationsnummer", "123456-7897", ("se.orgnr",)),
    "SG": Register("UEN", "197401143C", ("sg.uen",)),
    "SI": Register("Matična številka", "9331310000", ("si.maticna",)),
    "SN": Register("NINEA", "3067221", ("sn.ninea",)),
    "SV": Register("NIT", "0614-050707-104-8", ("sv.nit",)),
    "TH": Register("เลขทะเบียนนิติบุคคล", "0105536112014", ("th.moa",)),
    "TN": Register("Matricule fiscal", "1234567/M/A/E/001", ("tn.mf",)),
    "TW": Register("統一編號", "00501503", ("tw.ubn",)),
    "UA": Register("ЄДРПОУ", "32855961", ("ua.edrpou",)),
    "UY": Register("RUT", "21-100342-001-7", ("uy.rut",)),
    "VE": Register("RIF", "V-11470283-4", ("ve.rif",)),
    "VN": Register("Mã số doanh nghiệp", "0100233488", ("vn.mst",)),
}  # fmt: skip

TAX: dict[str, Register] = {
    "AR": Register("CUIT", "20-05536168-2", ("ar.cuit",)),
    "AT": Register("Abgabenkontonummer", "59-119/9013", ("at.tin",)),
    "AU": Register("ABN", "83 914 571 673", ("au.abn",)),
    "AZ": Register("VÖEN", "1401555071", ("az.voen",)),
    "BR": Register("CNPJ / CPF", "16.727.230/0001-97", ("br.cnpj", "br.cpf")),
    "BY": Register("УНП", "200988541", ("by.unp",)),
    "CA": Register("Business number", "12302 6635", ("ca.bn",)),
    "CL": Register("RUT", "76086428-5", ("cl.rut",)),
    "CN": Register("纳税人识别号", "91110000600037341L", ("cn.uscc", "cn.ric")),
    "CO": Register("NIT", "213.123.432-1", ("co.nit",)),
    "DE": Register("Steuernummer / IdNr", "181/815/0815 5", ("de.stnr", "de.idnr")),
    "DZ": Register("NIF", "416001000000007", ("dz.nif",)),
    "EG": Register("الرقم الضريبي", "100-531-385", ("eg.tn",)),
    "ES": Register("NIF", "B64717838", ("es.nif",)),
    "FR": Register("Numéro fiscal (SPI) / SIREN", "552 008 443", ("fr.siren", "fr.nif")),
    "GB": Register("Unique Taxpayer Reference", "1955839661", ("gb.utr",)),
    "GH": Register("TIN", "C0000803561", ("gh.tin",)),
    "ID": Register("NPWP", "01.312.166.0-091.000", ("id.npwp", "id.nik")),
    "IN": Register("PAN", "ACUPA7085R", ("in_.pan",)),
    "IT": Register("Codice fiscale", "00743110157", ("it.codicefiscale", "it.iva")),
    "JP": Register("法人番号 / インボイス登録番号", "T5835678256246", ("jp.cn",), r"T\d{13}"),
    "KE": Register("KRA PIN", "P051365947M", ("ke.pin",)),
    "KR": Register("사업자등록번호", "116-82-00276", ("kr.brn",)),
    "MA": Register("ICE", "001561191000066", ("ma.ice",)),
    "MX": Register("RFC", "VACE-460910-SX6", ("mx.rfc",)),
    "NZ": Register("IRD number", "49-098-576", ("nz.ird",)),
    "PE": Register("RUC", "20512333797", ("pe.ruc",)),
    "PL": Register("NIP", "856-734-62-15", ("pl.nip", "pl.pesel")),
    "PT": Register("NIF", "501964843", ("pt.nif",)),
    "RU": Register("ИНН", "1234567894", ("ru.inn",)),
    "TH": Register("TIN", "1-2345-45678-78-1", ("th.tin",)),
    "TR": Register("Vergi kimlik numarası", "4540536920", ("tr.vkn", "tr.tckimlik")),
    "US": Register("EIN", "91-1144442", ("us.ein", "us.tin")),
    "VN": Register("Mã số thuế", "0100233488", ("vn.mst",)),
    "ZA": Register("Income tax number", "0001339050", ("za.tin",)),
}  # fmt: skip


def register_of(kind: str, country: str) -> Register | None:
    """Return what the number of `kind` (company or tax) is called in `country`; None if we do not know."""
    return {"company": COMPANY, "tax": TAX}.get(kind, {}).get(country)
