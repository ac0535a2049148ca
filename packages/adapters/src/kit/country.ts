import { words } from "./body.ts";

// English names, lower case, without accents and punctuation, after their ISO 3166-1 code. Written down rather than asked of
// Intl: two runtimes carry two editions of its data, and a scan's identity must be the same in both.
const NAMES = `
AD andorra, AE united arab emirates, AF afghanistan, AG antigua barbuda, AI anguilla, AL albania, AM armenia, AO
angola, AQ antarctica, AR argentina, AS american samoa, AT austria, AU australia, AW aruba, AX aland islands, AZ
azerbaijan, BA bosnia herzegovina, BB barbados, BD bangladesh, BE belgium, BF burkina faso, BG bulgaria, BH bahrain,
BI burundi, BJ benin, BL st barthelemy, BM bermuda, BN brunei, BO bolivia, BQ caribbean netherlands, BR brazil, BS
bahamas, BT bhutan, BV bouvet island, BW botswana, BY belarus, BZ belize, CA canada, CC cocos keeling islands, CD
congo kinshasa, CF central african republic, CG congo brazzaville, CH switzerland, CI cote d ivoire, CK cook
islands, CL chile, CM cameroon, CN china, CO colombia, CR costa rica, CU cuba, CV cape verde, CW curacao, CX
christmas island, CY cyprus, CZ czechia, DE germany, DJ djibouti, DK denmark, DM dominica, DO dominican republic, DZ
algeria, EC ecuador, EE estonia, EG egypt, EH western sahara, ER eritrea, ES spain, ET ethiopia, FI finland, FJ
fiji, FK falkland islands, FM micronesia, FO faroe islands, FR france, GA gabon, GB united kingdom, GD grenada, GE
georgia, GF french guiana, GG guernsey, GH ghana, GI gibraltar, GL greenland, GM gambia, GN guinea, GP guadeloupe,
GQ equatorial guinea, GR greece, GS south georgia south sandwich islands, GT guatemala, GU guam, GW guinea bissau,
GY guyana, HK hong kong sar china, HM heard mcdonald islands, HN honduras, HR croatia, HT haiti, HU hungary, ID
indonesia, IE ireland, IL israel, IM isle of man, IN india, IO british indian ocean territory, IQ iraq, IR iran, IS
iceland, IT italy, JE jersey, JM jamaica, JO jordan, JP japan, KE kenya, KG kyrgyzstan, KH cambodia, KI kiribati, KM
comoros, KN st kitts nevis, KP north korea, KR south korea, KW kuwait, KY cayman islands, KZ kazakhstan, LA laos, LB
lebanon, LC st lucia, LI liechtenstein, LK sri lanka, LR liberia, LS lesotho, LT lithuania, LU luxembourg, LV
latvia, LY libya, MA morocco, MC monaco, MD moldova, ME montenegro, MF st martin, MG madagascar, MH marshall
islands, MK north macedonia, ML mali, MM myanmar burma, MN mongolia, MO macao sar china, MP northern mariana
islands, MQ martinique, MR mauritania, MS montserrat, MT malta, MU mauritius, MV maldives, MW malawi, MX mexico, MY
malaysia, MZ mozambique, NA namibia, NC new caledonia, NE niger, NF norfolk island, NG nigeria, NI nicaragua, NL
netherlands, NO norway, NP nepal, NR nauru, NU niue, NZ new zealand, OM oman, PA panama, PE peru, PF french
polynesia, PG papua new guinea, PH philippines, PK pakistan, PL poland, PM st pierre miquelon, PN pitcairn islands,
PR puerto rico, PS palestinian territories, PT portugal, PW palau, PY paraguay, QA qatar, RE reunion, RO romania, RS
serbia, RU russia, RW rwanda, SA saudi arabia, SB solomon islands, SC seychelles, SD sudan, SE sweden, SG singapore,
SH st helena, SI slovenia, SJ svalbard jan mayen, SK slovakia, SL sierra leone, SM san marino, SN senegal, SO
somalia, SR suriname, SS south sudan, ST sao tome principe, SV el salvador, SX sint maarten, SY syria, SZ eswatini,
TC turks caicos islands, TD chad, TF french southern territories, TG togo, TH thailand, TJ tajikistan, TK tokelau,
TL timor leste, TM turkmenistan, TN tunisia, TO tonga, TR turkiye, TT trinidad tobago, TV tuvalu, TW taiwan, TZ
tanzania, UA ukraine, UG uganda, UM u s outlying islands, US united states, UY uruguay, UZ uzbekistan, VA vatican
city, VC st vincent grenadines, VE venezuela, VG british virgin islands, VI u s virgin islands, VN vietnam, VU
vanuatu, WF wallis futuna, WS samoa, XK kosovo, YE yemen, YT mayotte, ZA south africa, ZM zambia, ZW zimbabwe, US
usa, US united states of america, US u s a, GB great britain, GB england, GB scotland, GB wales, GB northern
ireland, GB uk, KR korea republic of, KR republic of korea, KP korea democratic people s republic of, RU russian
federation, CZ czech republic, TR turkey, VN viet nam, HK hong kong, MO macau, MO macao, MM myanmar, MK macedonia,
CI ivory coast, CD congo democratic republic of the, CG congo, NL the netherlands, NL holland, AE uae, BO bolivia
plurinational state of, VE venezuela bolivarian republic of, IR iran islamic republic of, SY syrian arab republic,
TW taiwan province of china, TZ tanzania united republic of, MD moldova republic of, LA lao people s democratic
republic, BN brunei darussalam, CN china people s republic of, CN mainland china, SZ swaziland, CV cabo verde, PS
palestine
`;

const byName = new Map(
  NAMES.trim()
    .split(/,\s+/)
    .map((entry) => [entry.slice(3).replace(/\s+/g, " "), entry.slice(0, 2)]),
);

/**
 * The ISO code of a country that a carrier wrote as a code or as an English name. A name we do not know is kept as written:
 * better two spellings of one scan than a lost country.
 *
 * @example countryCode("United States") // "US"
 */
export function countryCode(...values: unknown[]): string | null {
  for (const value of values) {
    const text = words(value);
    if (text === null) continue;
    if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase() === "UK" ? "GB" : text.toUpperCase();
    const plain = text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z]+/g, " ")
      .replace(/\band\b/g, " ")
      .replace(/\bsaint\b/g, "st")
      .replace(/ +/g, " ")
      .trim();
    return byName.get(plain) ?? text;
  }
  return null;
}
