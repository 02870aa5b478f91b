"""The words are typed as Bijoy typists type them, by hand; none is made from the converter."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.bijoy import from_bijoy, looks_like_bijoy
from tests.bangla.english import ALONE, RUNS

SEEDS = Path(__file__).resolve().parents[2] / "../shared/seeds"

WORDS = """
mfv সভা
mfvi সভার
mfvq সভায়
mfvcwZ সভাপতি
mfvcwZZ¡ সভাপতিত্ব
Kvh©weeiYx কার্যবিবরণী
Kvh©weeibx কার্যবিবরনী
Kvh©vjq কার্যালয়
Kvh©vj‡qi কার্যালয়ের
Kvh©µg কার্যক্রম
Kvhv©_© কার্যার্থ
Kvh©v‡_© কার্যার্থে
Kg©KZ©v কর্মকর্তা
Kg©Pvix কর্মচারী
Kg©cwiKíbv কর্মপরিকল্পনা
Kg©kvjv কর্মশালা
KZ…©cÿ কর্তৃপক্ষ
KZ©…c¶ কর্তৃপক্ষ
KZ…©K কর্তৃক
KwgwU কমিটি
Kwgkbvi কমিশনার
wm×všÍ সিদ্ধান্ত
wm×vš— সিদ্ধান্ত
wm×všÍmg~n সিদ্ধান্তসমূহ
ev¯Íevqb বাস্তবায়ন
ev¯—evqb বাস্তবায়ন
ev¯ÍevqbKvix বাস্তবায়নকারী
ev¯ÍevwqZ বাস্তবায়িত
Av‡jvPbv আলোচনা
Av‡jvP¨ আলোচ্য
Av‡jvP¨m~wP আলোচ্যসূচি
Aby‡gv`b অনুমোদন
Aby‡gvw`Z অনুমোদিত
Abywjwc অনুলিপি
AvbyôvwbK আনুষ্ঠানিক
AbywôZ অনুষ্ঠিত
Aby‡iva অনুরোধ
Abyhvqx অনুযায়ী
AewnZ অবহিত
AeMwZ অবগতি
AMÖMwZ অগ্রগতি
Awdm অফিস
Awdmvi অফিসার
Awa`ßi অধিদপ্তর
Awa`ß‡ii অধিদপ্তরের
AwZwi³ অতিরিক্ত
AZtci অতঃপর
A_© অর্থ
A_ev অথবা
AšÍf©y³ অন্তর্ভুক্ত
Ab¨vb¨ অন্যান্য
AZ¨vek¨K অত্যাবশ্যক
Awf‡hvM অভিযোগ
AvBwmwU আইসিটি
AvBb আইন
AvnŸvqK আহ্বায়ক
AvnŸvb আহ্বান
Av‡qvRb আয়োজন
Av‡e`b আবেদন
Av‡`k আদেশ
Av`vjZ আদালত
AvPiY আচরণ
Avw_©K আর্থিক
AvšÍwiK আন্তরিক
AvZ¥mvr আত্মসাৎ
B-Mfb©¨vÝ ই-গভর্ন্যান্স
B-†gBj ই-মেইল
B‡bv‡fkb ইনোভেশন
BDwbqb ইউনিয়ন
D‡`¨vM উদ্যোগ
D‡Ïk¨ উদ্দেশ্য
D™¢veb উদ্ভাবন
D™¢vebx উদ্ভাবনী
D`&hvcb উদ্‌যাপন
Dbœqb উন্নয়ন
DbœwZ উন্নতি
Dc‡Rjv উপজেলা
DcwiPvjK উপরিচালক
Dc-cwiPvjK উপ-পরিচালক
Dch©y³ উপর্যুক্ত
Dc¯’vcb উপস্থাপন
Dcw¯’Z উপস্থিত
Dcw¯’wZ উপস্থিতি
DwjøwLZ উল্লিখিত
D‡jøL উল্লেখ
EaŸ©Zb ঊর্ধ্বতন
GKvšÍ একান্ত
HK¨ ঐক্য
IqvW© ওয়ার্ড
I‡qemvBU ওয়েবসাইট
Jla ঔষধ
K…wl কৃষি
K…Z কৃত
†K›`ª কেন্দ্র
†Kvgj কোমল
†KŠkj কৌশল
¶gZv ক্ষমতা
ÿgZv ক্ষমতা
¶wZ ক্ষতি
ÿz`ª ক্ষুদ্র
¯^v¶i স্বাক্ষর
¯^vÿi স্বাক্ষর
¯^v¯’¨ স্বাস্থ্য
¯^v_© স্বার্থ
¯^vMZ স্বাগত
¯^vaxbZv স্বাধীনতা
¯§viK স্মারক
¯§iYxq স্মরণীয়
¯’vb স্থান
¯’vbxq স্থানীয়
¯’vcb স্থাপন
¯’vwcZ স্থাপিত
¯’wMZ স্থগিত
¯‹zj স্কুল
¯úó স্পষ্ট
w¯úKvi স্পিকার
¯Íi স্তর
¯¿x স্ত্রী
L¨vZ খ্যাত
wLªóvã খ্রিষ্টাব্দ
MYcÖRvZš¿x গণপ্রজাতন্ত্রী
MÖnY গ্রহণ
MªnY গ্রহণ
MÖvg গ্রাম
M„nxZ গৃহীত
¸iæZ¡ গুরুত্ব
¸i“Z¡ গুরুত্ব
¸iæZ¡c~Y© গুরুত্বপূর্ণ
†MvcbxqZv গোপনীয়তা
NwUKv ঘটিকা
†NvlYv ঘোষণা
Pjgvb চলমান
P‚ovšÍ চূড়ান্ত
PÆMÖvg চট্টগ্রাম
†Pqvig¨vb চেয়ারম্যান
Pzw³ চুক্তি
QvÎ ছাত্র
QzwU ছুটি
Rbve জনাব
RbcÖkvmb জনপ্রশাসন
Rb¨ জন্য
Rb¥ জন্ম
Riæix জরুরী
Ri“wi জরুরি
†Rjv জেলা
‡Rjv জেলা
†Rjvi জেলার
†R¨ô জ্যেষ্ঠ
†R¨ôZv জ্যেষ্ঠতা
ˆR¨ô জ্যৈষ্ঠ
Ávb জ্ঞান
ÁvZv‡_© জ্ঞাতার্থে
wUg টিম
†U·UvBj টেক্সটাইল
VvÛv ঠান্ডা
VvKziMuvI ঠাকুরগাঁও
WvK ডাক
wWwRUvj ডিজিটাল
XvKv ঢাকা
ZvwiL তারিখ
ZvwjKv তালিকা
Z_¨ তথ্য
Z`šÍ তদন্ত
Z`viwK তদারকি
ˆÎgvwmK ত্রৈমাসিক
Z…Zxq তৃতীয়
Zx² তীক্ষ্ণ
_vbv থানা
`ßi দপ্তর
`ß‡ii দপ্তরের
`vwLj দাখিল
`vwqZ¡ দায়িত্ব
`„wó দৃষ্টি
`„wó AvKl©Y দৃষ্টি আকর্ষণ
`„p দৃঢ়
`ªæZ দ্রুত
`ª“Z দ্রুত
`ªóe¨ দ্রষ্টব্য
`yb©xwZ দুর্নীতি
w`bvRcyi দিনাজপুর
†`k দেশ
wØZxq দ্বিতীয়
ab¨ev` ধন্যবাদ
avivevwnK ধারাবাহিক
wbe©vnx নির্বাহী
wbe©vPb নির্বাচন
wb‡`©k নির্দেশ
wb‡`©kbv নির্দেশনা
wba©viY নির্ধারণ
wba©vwiZ নির্ধারিত
wbwðZ নিশ্চিত
wb®úwË নিষ্পত্তি
wb¤œ নিম্ন
wb¤œwjwLZ নিম্নলিখিত
wb¤œiƒc নিম্নরূপ
wbqš¿Y নিয়ন্ত্রণ
wbivcËv নিরাপত্তা
wbf©i নির্ভর
bw_ নথি
bvMwiK নাগরিক
b~¨bZg ন্যূনতম
†bUIqvK© নেটওয়ার্ক
c`we পদবি
c`ex পদবী
c×wZ পদ্ধতি
cÎ পত্র
cwiPvjK পরিচালক
cwi`k©b পরিদর্শন
cwiKíbv পরিকল্পনা
cwiwkó পরিশিষ্ট
cwil` পরিষদ
ch©v‡jvPbv পর্যালোচনা
ch©‡eÿY পর্যবেক্ষণ
ch©šÍ পর্যন্ত
cybM©Vb পুনর্গঠন
cybt পুনঃ
c~e© পূর্ব
c~e©eZ©x পূর্ববর্তী
c~Y© পূর্ণ
c„ôv পৃষ্ঠা
†cŠimfv পৌরসভা
cÖavb প্রধান
cÖavbgš¿x প্রধানমন্ত্রী
cÖkvmK প্রশাসক
cÖkvmb প্রশাসন
cÖKí প্রকল্প
cÖwZ‡e`b প্রতিবেদন
cÖwZôvb প্রতিষ্ঠান
cÖwZwbwa প্রতিনিধি
cÖ`vb প্রদান
cÖ‡qvRbxq প্রয়োজনীয়
cÖwkÿY প্রশিক্ষণ
cÖwk¶Y প্রশিক্ষণ
cÖ¯Íve প্রস্তাব
cÖ¯‘Z প্রস্তুত
cÖ¯‘wZ প্রস্তুতি
cÖvß প্রাপ্ত
cÖvwß প্রাপ্তি
cÖ_g প্রথম
†cÖiY প্রেরণ
‡cÖwiZ প্রেরিত
†cÖwÿ‡Z প্রেক্ষিতে
cÖÁvcb প্রজ্ঞাপন
dvBj ফাইল
dvêyb ফাল্গুন
dvjMyb ফালগুন
†d¬vi ফ্লোর
eivÏ বরাদ্দ
ewY©Z বর্ণিত
eQi বছর
weÁwß বিজ্ঞপ্তি
weZiY বিতরণ
we`¨vjq বিদ্যালয়
wek¦we`¨vjq বিশ্ববিদ্যালয়
we`y¨r বিদ্যুৎ
wefvM বিভাগ
wefvMxq বিভাগীয়
welq বিষয়
welqK বিষয়ক
we¯ÍvwiZ বিস্তারিত
e„w× বৃদ্ধি
e…w× বৃদ্ধি
e¨e¯’v ব্যবস্থা
e¨e¯’vcbv ব্যবস্থাপনা
e¨envi ব্যবহার
e¨w³ ব্যক্তি
ˆeVK বৈঠক
ˆekvL বৈশাখ
evsjv‡`k বাংলাদেশ
evwl©K বার্ষিক
e½eÜz বঙ্গবন্ধু
eÜ বন্ধ
eøK ব্লক
e­K ব্লক
†ev‡W©i বোর্ডের
fvicÖvß ভারপ্রাপ্ত
f‚wg ভূমি
f~wg ভূমি
gš¿Yvjq মন্ত্রণালয়
gš¿x মন্ত্রী
gwš¿cwil` মন্ত্রিপরিষদ
gnvcwiPvjK মহাপরিচালক
g‡nv`q মহোদয়
gvwmK মাসিক
gvbbxq মাননীয়
gyw³hy× মুক্তিযুদ্ধ
gy`ªY মুদ্রণ
g~j¨vqb মূল্যায়ন
g„Zz¨ মৃত্যু
†gvt মোঃ
†gŠwLK মৌখিক
g¨vwR‡÷ªU ম্যাজিস্ট্রেট
hš¿ যন্ত্র
hy³ যুক্ত
hyM¥ যুগ্ম
†hvMv‡hvM যোগাযোগ
h_vh_ যথাযথ
i¨vwj র‍্যালি
ivRkvnx রাজশাহী
ivR¯^ রাজস্ব
iƒc রূপ
iƒcKí রূপকল্প
†iwR÷vi রেজিস্টার
jÿ¨ লক্ষ্য
j¶¨ লক্ষ্য
jÿ¨gvÎv লক্ষ্যমাত্রা
jvjgwbinvU লালমনিরহাট
kvLv শাখা
kvwšÍ শান্তি
wk¶v শিক্ষা
wkÿv শিক্ষা
wk¶K শিক্ষক
ïiæ শুরু
ï× শুদ্ধ
k„•Ljv শৃঙ্খলা
kÖwgK শ্রমিক
kÖveY শ্রাবণ
kÖ×v শ্রদ্ধা
†kÖwY শ্রেণি
lvb¥vwmK ষান্মাসিক
mKvj সকাল
mKj সকল
mwPe সচিব
mwPevjq সচিবালয়
m`m¨ সদস্য
m`q সদয়
mgš^q সমন্বয়
mgvR সমাজ
mgvwß সমাপ্তি
m¤ú` সম্পদ
m¤úbœ সম্পন্ন
m¤úv`K সম্পাদক
m¤úwK©Z সম্পর্কিত
m¤ú~Y© সম্পূর্ণ
m¤§vwbZ সম্মানিত
m¤§wZ সম্মতি
m¤§yL সম্মুখ
m¤¢ve¨ সম্ভাব্য
m¤cÖwZ সম্প্রতি
msµvšÍ সংক্রান্ত
mswkøó সংশ্লিষ্ট
mshyw³ সংযুক্তি
msL¨v সংখ্যা
ms‡kvabx সংশোধনী
me©m¤§wZµ‡g সর্বসম্মতিক্রমে
mnKvix সহকারী
mnRxKiY সহজীকরণ
mn‡hvwMZv সহযোগিতা
mvwe©K সার্বিক
mv¶i সাক্ষর
mvÿvrKvi সাক্ষাৎকার
wmwbqi সিনিয়র
m~Î সূত্র
m~² সূক্ষ্ম
m„wó সৃষ্টি
†mev সেবা
†m‡Þ¤^i সেপ্টেম্বর
A‡±vei অক্টোবর
b‡f¤^i নভেম্বর
wW‡m¤^i ডিসেম্বর
RvbyqvwiÕi জানুয়ারি’র
†deªæqvwi ফেব্রুয়ারি
gvP© মার্চ
GwcÖj এপ্রিল
RyjvB জুলাই
AvM÷ আগস্ট
nvjbvMv` হালনাগাদ
wnmve হিসাব
ü`q হৃদয়
ûKzg হুকুম
wPwýZ চিহ্নিত
Aciv‡nè অপরাহ্ণে
eªvþY ব্রাহ্মণ
A¨vKvD›U অ্যাকাউন্ট
Kw¤úDUvi কম্পিউটার
cvuP পাঁচ
Puv` চাঁদ
†cŠu‡Q পৌঁছে
kZK শতক
kZvsk শতাংশ
mßvn সপ্তাহ
c•w³ পঙ্ক্তি
mÂq সঞ্চয়
evÃbxq বাঞ্ছনীয়
MÄ গঞ্জ
K…wÎg কৃত্রিম
D”P উচ্চ
ev”Pv বাচ্চা
n‡”Q হচ্ছে
j¾v লজ্জা
¯^”QZv স্বচ্ছতা
KÉ কণ্ঠ
LÊ খণ্ড
Kg©KvÐ কর্মকাণ্ড
hyMcr যুগপৎ
A`¨ অদ্য
AÂj অঞ্চল
AbjvBb অনলাইন
Aby‡”Q` অনুচ্ছেদ
Aš—f©y³ অন্তর্ভুক্ত
AviI আরও
AvMvgx আগামী
AvaywbK আধুনিক
AbMÖmi অনগ্রসর
B›Uvi‡bU ইন্টারনেট
DËi উত্তর
DwÏó উদ্দিষ্ট
Drme উৎসব
GwU এটি
Gi এর
Ges এবং
GB এই
Kiv করা
Ki‡Z করতে
n‡e হবে
n‡jv হলো
Kiv‡bv করানো
wKš‘ কিন্তু
†Kv‡bv কোনো
M‡elYv গবেষণা
NÈv ঘণ্টা
QvovI ছাড়াও
wSbvB`n ঝিনাইদহ
U«vK ট্রাক
†U«wbs ট্রেনিং
WvUv ডাটা
ZË¡veavb তত্ত্বাবধান
_vKv থাকা
`iLv¯Í দরখাস্ত
`¶Zv দক্ষতা
`ÿZv দক্ষতা
`¨ywZ দ্যুতি
bs নং
bZyb নতুন
bw_i নথির
dig ফরম
wdì ফিল্ড
weÁvb বিজ্ঞান
weevn বিবাহ
e¨vsK ব্যাংক
eªxR ব্রীজ
f«gY ভ্রমণ
åvg¨gvY ভ্রাম্যমাণ
gw¯Í®‹ মস্তিষ্ক
gš—e¨ মন্তব্য
gšÍe¨ মন্তব্য
gvbwPÎ মানচিত্র
wgwUs মিটিং
iscyi রংপুর
ivóª রাষ্ট্র
ivóªcwZ রাষ্ট্রপতি
wi‡cvU© রিপোর্ট
jvB‡mÝ লাইসেন্স
jwÿZ লক্ষিত
k¦vm শ্বাস
mdUIq¨vi সফটওয়্যার
m„Rbkxj সৃজনশীল
m‡šÍvl সন্তোষ
†mvkvj সোশাল
wgwWqv মিডিয়া
¯^Ztù‚Z© স্বতঃস্ফূর্ত
mÁvb সজ্ঞান
nvIjv`vi হাওলাদার
wnmveiÿK হিসাবরক্ষক
D‡Øvab উদ্বোধন
Avi¤¢ আরম্ভ
KwZcq কতিপয়
¯^iƒc স্বরূপ
jyÉb লুণ্ঠন
Av¯’v আস্থা
e¯‘ বস্তু
e¯‘wbô বস্তুনিষ্ঠ
Kó কষ্ট
bó নষ্ট
wgwó মিষ্টি
K…ò কৃষ্ণ
wØ¸Y দ্বিগুণ
Ab~aŸ© অনূর্ধ্ব
g‡a¨ মধ্যে
ga¨eZ©x মধ্যবর্তী
cÙv পদ্মা
AvZ¥xq আত্মীয়
Rb¥wbeÜb জন্মনিবন্ধন
KvswÿZ কাংক্ষিত
evYx বাণী
cvÛywjwc পান্ডুলিপি
UvKv টাকা
kã শব্দ
"""

SENTENCES = [
    (
        "weMZ mfvi Kvh©weeiYx cvV K‡i †kvbv‡bv nq Ges †Kvb ms‡kvabx bv _vKvq Zv `„pxKiY Kiv nq|",
        "বিগত সভার কার্যবিবরণী পাঠ করে শোনানো হয় এবং কোন সংশোধনী না থাকায় তা দৃঢ়ীকরণ করা হয়।",
    ),
    (
        "Dcw¯’Z mKj‡K ¯^vMZ Rvwb‡q mfvi KvR ïiæ Kiv nq|",
        "উপস্থিত সকলকে স্বাগত জানিয়ে সভার কাজ শুরু করা হয়।",
    ),
    (
        "¯§viK bs-05.43.6900.023.06.002.16-73          ZvwiL: 28/05/2019 wLª.",
        "স্মারক নং-০৫.৪৩.৬৯০০.০২৩.০৬.০০২.১৬-৭৩          তারিখ: ২৮/০৫/২০১৯ খ্রি.",
    ),
    (
        "AvBwmwU kvLv, E-mail: acict.ctg@example.org, †dvb: 031-619996",
        "আইসিটি শাখা, E-mail: acict.ctg@example.org, ফোন: ০৩১-৬১৯৯৯৬",
    ),
    (
        "†Rjvi I‡qe †cvU©vj www.example.gov.bd/site/page-12 nvjbvMv` Ki‡Z n‡e|",
        "জেলার ওয়েব পোর্টাল www.example.gov.bd/site/page-12 হালনাগাদ করতে হবে।",
    ),
    (
        "Avw_©K weeiYx budget_2024.xlsx dvB‡j mshy³|",
        "আর্থিক বিবরণী budget_2024.xlsx ফাইলে সংযুক্ত।",
    ),
    (
        "National e-Government Network e¨envi msµvšÍ Av‡jvPbv",
        "National e-Government Network ব্যবহার সংক্রান্ত আলোচনা",
    ),
    (
        "XvKvi Lord Kelvin Hall G Kg©kvjv AbywôZ n‡e|",
        "ঢাকার Lord Kelvin Hall এ কর্মশালা অনুষ্ঠিত হবে।",
    ),
    (
        "MS Word Gi cwie‡Z© Google Docs e¨env‡ii Rb¨ ejv nq|",
        "MS Word এর পরিবর্তে Google Docs ব্যবহারের জন্য বলা হয়।",
    ),
    (
        "1| Dc-cwiPvjK, ¯’vbxq miKvi, bv‡Uvi|",
        "১। উপ-পরিচালক, স্থানীয় সরকার, নাটোর।",
    ),
    (
        "(K) ICT kvLv (L) GbwWwm (M) UISC",
        "(ক) ICT শাখা (খ) এনডিসি (গ) UISC",
    ),
    (
        "cwiwkó ÒKÓ `ªóe¨; ÒDigital BangladeshÓ wel‡q Kg©kvjv",
        "পরিশিষ্ট “ক” দ্রষ্টব্য; “Digital Bangladesh” বিষয়ে কর্মশালা",
    ),
    (
        "mKvj 11.45 NwUKvq †Rjv cÖkvm‡Ki m‡¤§jb K‡ÿ mfv AbywôZ nq|",
        "সকাল ১১.৪৫ ঘটিকায় জেলা প্রশাসকের সম্মেলন কক্ষে সভা অনুষ্ঠিত হয়।",
    ),
    (
        "mKvj 11.45 NwUKvq †Rjv cÖkvm‡Ki m‡¤§jb K‡¶ mfv AbywôZ nq|",
        "সকাল ১১.৪৫ ঘটিকায় জেলা প্রশাসকের সম্মেলন কক্ষে সভা অনুষ্ঠিত হয়।",
    ),
    (
        "wm×vš— mg~n ev¯—evqb AMÖMwZ AvMvgx 5g Kvh©w`e‡mi g‡a¨ `vwLj Ki‡Z n‡e|",
        "সিদ্ধান্ত সমূহ বাস্তবায়ন অগ্রগতি আগামী ৫ম কার্যদিবসের মধ্যে দাখিল করতে হবে।",
    ),
    (
        "i¨ve, cywjk I Avbmvi m`m¨MY Dcw¯’Z wQ‡jb|",
        "র‍্যাব, পুলিশ ও আনসার সদস্যগণ উপস্থিত ছিলেন।",
    ),
    (
        "Covid-19 cÖwZ‡iv‡a 4G gW¨vg I A4 KvMR mieivn",
        "Covid-19 প্রতিরোধে 4G মড্যাম ও A4 কাগজ সরবরাহ",
    ),
    (
        "a2i †cÖvMÖv‡gi mn‡hvwMZvq 28wU BDwbq‡b 2q ch©v‡qi cÖwkÿY",
        "a2i প্রোগ্রামের সহযোগিতায় ২৮টি ইউনিয়নে ২য় পর্যায়ের প্রশিক্ষণ",
    ),
    (
        "RyjvB-†m‡Þ¤^i 2024 ˆÎgvwmK mfvi †bvwUk t mKj Awdm cÖavb",
        "জুলাই-সেপ্টেম্বর ২০২৪ ত্রৈমাসিক সভার নোটিশ ঃ সকল অফিস প্রধান",
    ),
    (
        "K¬v‡mi bZzb iæwUb Ges cøv÷‡Ki e¨envi",
        "ক্লাসের নতুন রুটিন এবং প্লাস্টকের ব্যবহার",
    ),
    (
        "K\u00advm, c\u00advb I eøK GKB A_© enb K‡i",
        "ক্লাস, প্লান ও ব্লক একই অর্থ বহন করে",
    ),
    (
        "শাখা থেকে পাঠানো: Dc‡Rjv cwil` feb (Unicode) হালনাগাদ",
        "শাখা থেকে পাঠানো: উপজেলা পরিষদ ভবন (Unicode) হালনাগাদ",
    ),
    (
        "cÖwZ gv‡mi 1 Zvwi‡Li g‡a¨ https://example.gov.bd/reports wVKvbvq cÖwZ‡e`b w`‡Z n‡e|",
        "প্রতি মাসের ১ তারিখের মধ্যে https://example.gov.bd/reports ঠিকানায় প্রতিবেদন দিতে হবে।",
    ),
    (
        "Zoom Apps Gi gva¨‡g fvP©yqvj mfv, Meeting ID: 812 3345",
        "Zoom Apps এর মাধ্যমে ভার্চুয়াল সভা, Meeting ID: ৮১২ ৩৩৪৫",
    ),
    (
        "`ªæZ e¨e¯’v MÖn‡Yi Rb¨ mswkøó mKj‡K wb‡`©k †`Iqv n‡”Q|",
        "দ্রুত ব্যবস্থা গ্রহণের জন্য সংশ্লিষ্ট সকলকে নির্দেশ দেওয়া হচ্ছে।",
    ),
    (
        "Dc‡Rjv ch©v‡q e-Nothi e¨envi kZfvM wbwðZ Ki‡Z n‡e|",
        "উপজেলা পর্যায়ে e-Nothi ব্যবহার শতভাগ নিশ্চিত করতে হবে।",
    ),
    (
        "†h †Kv‡bv mgm¨vq support@example.gov.bd wVKvbvq B-†gBj Kiv hv‡e|",
        "যে কোনো সমস্যায় support@example.gov.bd ঠিকানায় ই-মেইল করা যাবে।",
    ),
    (
        "mfvi QweI Facebook †c‡R cÖKvk Kivi wm×všÍ M„nxZ nq|",
        "সভার ছবিও Facebook পেজে প্রকাশ করার সিদ্ধান্ত গৃহীত হয়।",
    ),
    (
        "Rb¥ wbeÜb Kvh©µg BDRIS mdUIq¨v‡ii gva¨‡g m¤úbœ Ki‡Z n‡e|",
        "জন্ম নিবন্ধন কার্যক্রম BDRIS সফটওয়্যারের মাধ্যমে সম্পন্ন করতে হবে।",
    ),
    (
        "cÖwZwU BDwbqb wWwRUvj †m›Uv‡i Kgc‡¶ 10 Mbps MwZi B›Uvi‡bU _vK‡Z n‡e|",
        "প্রতিটি ইউনিয়ন ডিজিটাল সেন্টারে কমপক্ষে ১০ Mbps গতির ইন্টারনেট থাকতে হবে।",
    ),
    (
        "weMZ 15/03/2024 wLª. Zvwi‡Li mfvi Kvh©weeiYx cvV K‡i †kvbv‡bv nq|",
        "বিগত ১৫/০৩/২০২৪ খ্রি. তারিখের সভার কার্যবিবরণী পাঠ করে শোনানো হয়।",
    ),
    (
        "AbjvBb Av‡e`‡bi Rb¨ https://forms.example.gov.bd/apply?id=25 wjsKwU e¨envi Kiæb|",
        "অনলাইন আবেদনের জন্য https://forms.example.gov.bd/apply?id=25 লিংকটি ব্যবহার করুন।",
    ),
    (
        "cÖkvmwbK Kg©KZ©v (Mobile: 01700-000000) †K mgš^‡qi `vwqZ¡ †`Iqv n‡jv|",
        "প্রশাসনিক কর্মকর্তা (Mobile: ০১৭০০-০০০০০০) কে সমন্বয়ের দায়িত্ব দেওয়া হলো।",
    ),
    (
        "e¨e¯’vcbv KwgwUi mfv cÖwZ gv‡m Zoom-G AbywôZ n‡e|",
        "ব্যবস্থাপনা কমিটির সভা প্রতি মাসে Zoom-এ অনুষ্ঠিত হবে।",
    ),
    (
        "weÁvb wel‡q wkÿv_©x‡`i AvMÖn evov‡Z ICT K¬ve MVb Kiv †h‡Z cv‡i|",
        "বিজ্ঞান বিষয়ে শিক্ষার্থীদের আগ্রহ বাড়াতে ICT ক্লাব গঠন করা যেতে পারে।",
    ),
    (
        "evRvi `i wbqš¿‡Y TCB-i cY¨ weµq Ae¨vnZ _vK‡e|",
        "বাজার দর নিয়ন্ত্রণে TCB-র পণ্য বিক্রয় অব্যাহত থাকবে।",
    ),
    (
        "QvÎ-QvÎx‡`i Z_¨ EMIS I iBAS++ G GK mßv‡ni g‡a¨ nvjbvMv` Ki‡Z n‡e|",
        "ছাত্র-ছাত্রীদের তথ্য EMIS ও iBAS++ এ এক সপ্তাহের মধ্যে হালনাগাদ করতে হবে।",
    ),
    (
        "eb¨v-cieZ©x cybe©vm‡bi Rb¨ 2,50,000/- UvKv (Head: 3631107) eivÏ cvIqv †M‡Q|",
        "বন্যা-পরবর্তী পুনর্বাসনের জন্য ২,৫০,০০০/- টাকা (Head: ৩৬৩১১০৭) বরাদ্দ পাওয়া গেছে।",
    ),
    (
        "bw_ bs 05.47.8592.000.01.002.24 Gi gva¨‡g cÎ Rvwi Kiv nq (copy enclosed)|",
        "নথি নং ০৫.৪৭.৮৫৯২.০০০.০১.০০২.২৪ এর মাধ্যমে পত্র জারি করা হয় (copy enclosed)।",
    ),
    (
        "`y‡h©vM e¨e¯’vcbv KwgwUi m`m¨ mwP‡ei B-†gBj: pio.meghdubi@example.org",
        "দুর্যোগ ব্যবস্থাপনা কমিটির সদস্য সচিবের ই-মেইল: pio.meghdubi@example.org",
    ),
    (
        "†dmey‡K (facebook.com/dc.shalbon) cÖvß Awf‡hvM `ªæZ wb®úwË Kiv nq|",
        "ফেসবুকে (facebook.com/dc.shalbon) প্রাপ্ত অভিযোগ দ্রুত নিষ্পত্তি করা হয়।",
    ),
    (
        "kxZv‡Z©i gv‡S K¤^j weZi‡Yi ZvwjKv Excel dvB‡j †cÖiY Ki‡Z n‡e|",
        "শীতার্তের মাঝে কম্বল বিতরণের তালিকা Excel ফাইলে প্রেরণ করতে হবে।",
    ),
    (
        "wkï I gv‡qi cywó welqK UNICEF cÖwkÿY AvMvgx g½jevi ïiæ n‡e|",
        "শিশু ও মায়ের পুষ্টি বিষয়ক UNICEF প্রশিক্ষণ আগামী মঙ্গলবার শুরু হবে।",
    ),
    (
        "Kw¤úDUvi j¨v‡e 17wU Laptop I 1wU Printer mPj Av‡Q, evwK¸‡jv †givgZ Ki‡Z n‡e|",
        "কম্পিউটার ল্যাবে ১৭টি Laptop ও ১টি Printer সচল আছে, বাকিগুলো মেরামত করতে হবে।",
    ),
    (
        "m¤§vbx I AvwZ‡_qZv eve` 9,750/- UvKv e¨q nq; evDPvi PDF AvKv‡i mshy³|",
        "সম্মানী ও আতিথেয়তা বাবদ ৯,৭৫০/- টাকা ব্যয় হয়; বাউচার PDF আকারে সংযুক্ত।",
    ),
]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def test_there_are_enough_words_and_sentences():
    assert len({bijoy for bijoy, _ in spelled()}) >= 300
    assert len(SENTENCES) >= 40


def spelled():
    """Return (Bijoy, Unicode) of every line; an expression has as many words on either side."""
    for line in WORDS.strip().split("\n"):
        words = line.split(" ")
        half = len(words) // 2
        yield " ".join(words[:half]), nfc(" ".join(words[half:]))


def test_every_office_word_is_converted():
    wrong = [
        (bijoy, from_bijoy(bijoy, force=True), expected)
        for bijoy, expected in spelled()
        if from_bijoy(bijoy, force=True) != expected
    ]
    assert wrong == []


def test_every_office_word_is_recognised_in_a_line_that_is_bijoy():
    wrong = [
        (bijoy, from_bijoy(f"Kvh©weeiYx: {bijoy}"), expected)
        for bijoy, expected in spelled()
        if from_bijoy(f"Kvh©weeiYx: {bijoy}") != f"কার্যবিবরণী: {expected}"
    ]
    assert wrong == []


def test_nearly_every_office_word_is_recognised_by_itself():
    unseen = [bijoy for bijoy, _ in spelled() if not looks_like_bijoy(bijoy)]
    assert unseen == ["Gi", "GB", "bs"]


@pytest.mark.parametrize(("bijoy", "expected"), SENTENCES)
def test_mixed_lines_keep_what_is_not_bijoy(bijoy, expected):
    assert from_bijoy(bijoy) == nfc(expected)


def test_a_text_is_converted_line_by_line():
    pasted = (
        "mfvi †bvwUk\r\n\r\nThe next meeting will be held in the new web office.\r\n12/05/2024\r\n"
    )

    assert from_bijoy(pasted) == (
        "সভার নোটিশ\r\n\r\nThe next meeting will be held in the new web office.\r\n১২/০৫/২০২৪\r\n"
    )


def test_the_bars_of_a_row_of_a_table_stay():
    table = "| dm‡ji bvg | Rwgi cwigvY |\n| avb | 25 GKi |\nmfv †kl nq|"
    assert from_bijoy(table) == nfc("| ফসলের নাম | জমির পরিমাণ |\n| ধান | ২৫ একর |\nসভা শেষ হয়।")


def test_windows_codes_left_as_control_characters_are_read():
    assert from_bijoy("\x87Rjv cwil`, mfv n\x87”Q") == "জেলা পরিষদ, সভা হচ্ছে"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kÎæ, k\u00ce\u201c, `ªæZ, `ª“Z", "শত্রু, শত্রু, দ্রুত, দ্রুত"),
        ("“mfvi” †bvwUk", "“সভার” নোটিশ"),
        ("n‡”Q, D”P, ”mfv†bvwUk”", "হচ্ছে, উচ্চ, ”সভানোটিশ”"),
        ("• †Rjv • L¨vZ k„•Ljv", "• জেলা • খ্যাত শৃঙ্খলা"),
        ("wKš‘ Ô†Rjv’ ¯’vb", "কিন্তু ‘জেলা’ স্থান"),
        ("K…wl I †Rjv…", "কৃষি ও জেলা…"),
        ("ev¯—e — †Rjv", "বাস্তব — জেলা"),
        ("cwiwkó “K” I cwiwkó-L", "পরিশিষ্ট “ক” ও পরিশিষ্ট-খ"),
        ("28 †g, 2019", "২৮ মে, ২০১৯"),
        ("m~², Zx²", "সূক্ষ্ম, তীক্ষ্ণ"),
        ("cÖwZwµqvÑ Kg©KvÐ", "প্রতিক্রিয়া— কর্মকাণ্ড"),
    ],
)
def test_a_code_with_two_readings_is_read_by_its_neighbours(typed, expected):
    assert from_bijoy(typed) == nfc(expected)


ENGLISH = """
Minutes of the monthly meeting of the District Innovation Committee, held on 28 May 2019 at 10.10 am.
Copyright © 2019 Example Ltd. All rights reserved. Windows™ and Office® are trademarks.
The café's naïve résumé — “quoted”, ‘single’ – costs £5 or 10 € per m², see § 5 and note † below.
We give five key works to the web developer who will move the new server by which we win.
He said: "don’t fix it", and Müller & Søn’s view was: maybe…
• Key points • Level of service • Monitoring † See annex
Please use `example.py` or my_file.txt; e-mail: someone@example.org; https://example.org/?q=v_x
Savar, Navana, Zoom, WiFi, YouTube, iPhone, eGP, MoU, DoICT, PDF, UNO, NID, GPS, SMS, KPI, APA
JavaScript, PowerPoint, LinkedIn, bKash, Nagad, a2i, 4G, A4, Covid-19, ISO 9001:2015, +8802-9513266
level have any which when will work very over even never always know how new now law
25 °C ± 2 °C, 3 × 4 = 12, 8 ÷ 2, ½ cup, x² + y³, µm, ¥500, «mot», ¿que?, ¡no!
"""


@pytest.mark.parametrize("line", ENGLISH.strip().split("\n"))
def test_english_is_not_taken_for_bijoy(line):
    assert not looks_like_bijoy(line)
    assert from_bijoy(line) == line


def test_no_english_word_of_an_office_is_taken_for_bijoy():
    assert len(set(ALONE)) > 1000
    taken = [
        line
        for word in ALONE
        for line in (word, f"সভায় {word} লিংক", f"{word} বিষয়ে ৫ জন")
        if looks_like_bijoy(line) or from_bijoy(line) != line
    ]
    assert taken == []


def test_an_english_word_within_a_line_of_bijoy_stays():
    changed = [
        word
        for word in ALONE
        if from_bijoy(f"Dc‡Rjvi {word} Kvh©µg") != nfc(f"উপজেলার {word} কার্যক্রম")
    ]
    # সম and এই, which are the likelier there.
    assert set(changed) == {"mg", "GB"}


@pytest.mark.parametrize("run", RUNS)
def test_digits_of_a_latin_run_stay_latin(run):
    assert from_bijoy(f"mfvq {run} ev¯Íevqb Kiv n‡e|") == nfc(f"সভায় {run} বাস্তবায়ন করা হবে।")
    assert from_bijoy(f"{run} wel‡q mfv 05/11/2023") == nfc(f"{run} বিষয়ে সভা ০৫/১১/২০২৩")


@pytest.mark.parametrize(
    ("bijoy", "expected"),
    [
        ("UNICEF 25 Rb cÖwk¶K I NGO 3wU wm×všÍ", "UNICEF ২৫ জন প্রশিক্ষক ও NGO ৩টি সিদ্ধান্ত"),
        ("MS Word 2019-G UvBc, K. avb L) †mP", "MS Word 2019-এ টাইপ, ক. ধান খ) সেচ"),
        ("ICT 3 w`‡bi cÖwkÿY", "ICT ৩ দিনের প্রশিক্ষণ"),
        ("APA 85% AR©b, VAT 2,50,000/- UvKv", "APA ৮৫% অর্জন, VAT ২,৫০,০০০/- টাকা"),
        ("UNO 05/11/2023 Zvwi‡L cwi`k©b K‡ib", "UNO ০৫/১১/২০২৩ তারিখে পরিদর্শন করেন"),
        ("DoICT 2023 mv‡j cÖKí wb‡q‡Q", "DoICT ২০২৩ সালে প্রকল্প নিয়েছে"),
    ],
)
def test_a_number_that_counts_in_bengali_is_bengali_behind_a_latin_word_too(bijoy, expected):
    assert from_bijoy(bijoy) == nfc(expected)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("সভায় wbe©vnx অফিসার", "সভায় নির্বাহী অফিসার"),
        ("সভায় Zoom লিংক", "সভায় Zoom লিংক"),
        ("বিষয় Gi উপর", "বিষয় এর উপর"),
        ("মোট 25 Rb উপস্থিত", "মোট ২৫ জন উপস্থিত"),
        ("স্মারক bs ৫", "স্মারক নং ৫"),
        ("avbgwÛ, Road 5", "ধানমন্ডি, Road 5"),
        ("PM 2.5 gvÎv", "PM 2.5 মাত্রা"),
        ("Phase I এর VIP অতিথি", "Phase I এর VIP অতিথি"),
    ],
)
def test_a_short_word_is_judged_by_the_bengali_around_it(typed, expected):
    assert from_bijoy(nfc(typed)) == nfc(expected)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "   ",
        "২৮/০৫/২০১৯ খ্রি., স্মারক 05.43.6900 | ICT শাখা (facebook)",
        "à¦¸à¦­à¦¾à¦° à¦•à¦¾à¦°à§à¦¯",
        "doesnâ€™t Â© Â§ 5",
    ],
)
def test_unicode_bengali_and_other_damage_are_left_alone(line):
    assert not looks_like_bijoy(line)
    assert from_bijoy(line) == line


@pytest.mark.skipif(not SEEDS.exists(), reason="the sample papers are not here")
def test_the_sample_papers_are_not_taken_for_bijoy():
    texts = [path.read_text("utf-8") for path in SEEDS.iterdir()]

    assert len(texts) == 10
    assert [text for text in texts if looks_like_bijoy(text) or from_bijoy(text) != text] == []


def test_force_takes_every_word_but_the_addresses_to_be_bijoy():
    assert from_bijoy("FY", force=True) == "ঋণ"
    assert from_bijoy("bs: 12, www.example.org a@example.org", force=True) == (
        "নং: ১২, www.example.org a@example.org"
    )


@pytest.mark.parametrize(
    "unit",
    [
        "¯",
        "a.",
        "a@",
        "wK",
        "†",
        "`a-",
        "mfv ",
        "©",
        "1a",
        "K•w",
        "www.",
        "NGO 5 ",
        "5,5:",
        "A-1/",
        "১|",
    ],
)
def test_a_long_text_takes_no_longer_than_its_length_asks(unit):
    def seconds(length):
        text = (unit * length)[:length]
        started = time.process_time()
        from_bijoy(text, force=True)
        from_bijoy(text)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(80_000) < 40 * max(seconds(8_000), 0.005)


@given(st.text(alphabet=st.characters(min_codepoint=0x980, max_codepoint=0x9FF) | st.just(" ")))
def test_text_in_unicode_bengali_comes_back_unchanged(text):
    assert from_bijoy(text) == text


@given(st.text(alphabet=st.sampled_from("KvwyI†‡©¨šÍ—”“•²w`Zb 1|.-\nÒabcš&~r^Š")), st.booleans())
def test_no_text_breaks_the_converter(text, force):
    converted = from_bijoy(text, force=force)

    assert converted == text or any(
        "\u0964" <= char <= "\u09ff" or char in "“’—" for char in converted
    )
    assert converted.count("\n") == text.count("\n")
