"""Words of English that stand in the Bengali papers of offices; written down by hand."""

BRANDS = """
Zoom Google Meet Teams Microsoft Windows Office Word Excel PowerPoint Outlook Access OneDrive Teams Skype
Facebook Messenger WhatsApp Viber Imo YouTube Twitter LinkedIn Instagram Telegram Gmail Yahoo Chrome Firefox
Safari Edge Opera Android iPhone iPad iOS MacBook Linux Ubuntu Debian LibreOffice OpenOffice Avro Nikosh
SolaimanLipi Kalpurush Photoshop Illustrator AutoCAD ArcGIS QGIS SPSS Stata MATLAB Oracle MySQL PostgreSQL Java
JavaScript Python Laravel Django WordPress Joomla Drupal GitHub Docker Acer Asus Dell Lenovo ThinkPad IdeaPad
ProBook EliteBook Pavilion LaserJet DeskJet Epson Canon Brother Samsung Xiaomi Walton Symphony Nokia Huawei
Cisco Mikrotik Netgear Kaspersky Avast Symantec Adobe Acrobat Reader WinRAR Zip Drive Dropbox Bkash bKash Nagad
Rocket Upay DBBL Sonali Janata Agrani Grameenphone Robi Banglalink Teletalk Airtel Link3 Amber Toyota Hilux
Pajero Mitsubishi Nissan Hino Tata Mahindra Yamaha Honda Suzuki Bajaj Hero TVS Runner Jamuna Vision RFL Pran
Singer Butterfly Haier Whirlpool General Gree Midea Philips Osaka Sony Panasonic Hitachi Toshiba Sharp Ricoh
Kyocera Kodak Fuji Nikon Logitech Havit Rapoo Transcend Kingston SanDisk Seagate Toshiba Zebra Uniview Hikvision
Dahua Veeam Bitdefender Moodle Edmodo Webex Jitsi Prezi Canva Figma Xerox Novartis Pfizer Moderna Sinopharm Vaxzevria
"""
MONTHS = """
January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug
Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun
"""
ABBREVIATIONS = """
UNO DC ADC ACLAND AC USEO UEO PIO UP UDC UDDC UISC LGED DPHE BADC BRDB BWDB BRTA BTCL BPDB REB PBS DESCO WASA RHD
ICT DoICT BCC A2i a2i NDC RDC SDG MDG APA KPI NIS GRS RTI e-GP eGP e-Nothi D-Nothi iBAS iBAS++ EFT MIS EMIS GIS GPS
GRP NID BRIS BDRIS TIN BIN VAT AIT TDS LC TT DD PO FDR BDT USD EUR GBP TR KABIKHA VGD VGF GR EGPP FFW OMS TCB NGO
INGO UNICEF UNDP WHO WFP FAO ILO IOM UNHCR ADB IDB WB JICA KOICA USAID DFID GIZ SIDA BRAC ASA TMSS RDRS CARE PKSF
SSC HSC JSC PSC PEC BA BSS BSc MA MSc MSS MBA PhD MBBS BCS FCPS UHFPO RMO EPI ANC PNC FWV FWA HA CHCP CC MCH TB HIV
AIDS COVID Covid Covid-19 RTPCR ICU CCU OPD ECG BP VIP CIP RAB BGB SP OC ASP DIG IGP SI ASI FIR GD CCTV LED LCD TV UPS
IPS AVR RAM ROM SSD HDD USB HDMI VGA CPU GPU PC LAN WAN WiFi Wi-Fi IP DNS URL HTTP HTTPS HTML PDF DOC DOCX XLS XLSX
PPT PPTX JPG JPEG PNG CSV XML JSON SMS OTP PIN QR OMR IVR FAQ TOR ToR MoU SOP BoQ DPP TPP RDPP ADP RADP PEDP LGSP
QGEP SEQAEP UGDP HED PTI URC UITRCE NAPE NAEM BKKB HSTTI TTC BMET BSCIC EPZ SEZ BEZA BIDA SME CSR PPP PPR PPA CPTU
OTM LTM RFQ DPM EOI LOI NOA BG PG GO DO OSD LPR PRL ACR ECR NOC GPF CPF BF GIF TA DA PA SO AO PRO PS APS CA SA UDA LDA
"""
UNITS = """
kg km cm mm ft sq m2 ltr lit gm mg ml KW kw MW kWh KVA kVA HP hp MB GB TB Mbps Gbps kbps MHz GHz Hz rpm dpi px acre
decimal hectare ton mt MT quintal mile inch yard volt amp watt bit byte hour min sec am pm AM PM BDT Tk USD pcs nos set
"""
WORDS = """
meeting minutes agenda notice office officer district upazila union ward village road house block sector lane
committee member secretary chair chairman chairperson convener president vice director deputy assistant
commissioner engineer programmer inspector accountant manager teacher headmaster principal doctor nurse police
report return submit approve approval approved signed signature seal date time venue place subject reference
attached annex appendix enclosure copy draft final version page file folder form format table figure list number
serial item topic decision discussion progress action plan work works project phase lot package tender contract
bill budget fund grant cash cheque bank account balance advance adjustment audit objection voucher invoice receipt
online offline live link website web portal page app apps software hardware server network internet data database
backup restore upload download login logout user username password admin email e-mail mail inbox message call mobile
phone smart digital service centre center training trainer workshop seminar webinar conference video audio camera
projector printer scanner laptop desktop computer monitor keyboard mouse speaker microphone router switch cable
battery solar panel generator light fan vehicle car jeep bus truck van bike driver fuel diesel petrol octane gas
water pump tubewell pipe drain bridge culvert school college madrasah hospital clinic market bazar park stadium
library museum mosque temple church field farm crop seed fertilizer pesticide fish pond poultry dairy milk egg
health family planning vaccine corona virus test kit mask sanitizer soap medicine relief food rice wheat flour oil
salt sugar blanket tent cyclone flood fire rescue volunteer team group club youth sports women child disability
freedom fighter martyr victory independence language mother day week month year quarter annual monthly weekly
best worst good new old big small high low first second third one two three four five six seven eight nine ten
give given giving receive received view review preview overview over cover cover-letter driver drive live level
never ever every everybody service save savings move removal value valve vacuum volume vote voter voting vision visit
visitor visa vice via very verify verified verification vendor venue version versus vertical vessel veto
keep kept key kick kid kind kiosk kitchen kiln knot know knowledge quiz quick quality quantity quarter query queue
quota quote week weekly well west wet what wheel when where which while white who whole wide wife win wind window
wing winner winter wire wise wish with within without witness wood wool word work worker world worth write writer
written wrong zone zero zonal zip job join joint journal judge juice jump junior jury just jute project object
subject adjective box boxing fax fix fixed mix mixed mixture max maximum min tax taxi text next index exam exact
excise exercise exit expert export express extra extension excavator BWDB-1 Gov gov govt qtr qty wk wt vol viz vs
by my try dry fly sky fry cry why guy buy joy key boy toy way day say pay bay lay may ray stay play gray clay
"""
FILES = """
minutes.docx report_final.pdf attendance.xlsx photo-1.jpg notice(2).pdf budget_2023.xls IMG_20231105.jpg
scan001.pdf data.csv app.apk setup.exe index.html logo.png list.txt agenda.pptx www.example.gov.bd
dc@example.gov.bd uno.meghdubi@mopa.gov.bd https://example.org/a/b?c=1 example.com/page v2.1.0 v1.0 i5 i7 G8 A4 A3
B2 4G 5G 3G 2FA MP3 MP4 H5N1 PM2.5 Win11 F1 Type-C Sub-Inspector follow-up set-up co-opt X-ray e-mail E-mail
"""
ALONE = [
    word for text in (BRANDS, MONTHS, ABBREVIATIONS, UNITS, WORDS, FILES) for word in text.split()
]

# Latin runs whose digits, dots and slashes stay as they are in a line of Bijoy.
RUNS = """
HP ProBook 450 G8
ISO 9001:2015
v2.1.0
Road 5
Road 5, House 12/A
GPA 5.00
192.168.1.10
Table 3:
DC/CTG/2023/145
Covid-19
Windows 10
MS Office 2016
Core i5 10th Gen
SDG 4.1
USB 3.0
Win 11 Pro 64-bit
Class 8
Section 144
Rule 12(3)
PEDP-4
LGSP-3
A4
4G
Q4 2023
Zoom 5.12.2
HP-1020
LBP6030
Epson L3110
PM 2.5
Form 7A
UNO/KUR/05
No. 45/2023
Lot-2
Phase 3
Type-C
G-20
uno.meghdubi@mopa.gov.bd
https://example.gov.bd/page?id=25
example.gov.bd/2023/05
IMG_20231105.jpg
Boeing 737-800
Corolla 1500cc
HP 15s-fq5023
S.S.C
M.S. Word 2019
Windows 7/8/10
IPv4 10.0.0.1/24
""".strip().split("\n")
