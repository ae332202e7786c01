"""How streets, doors and boxes are called, by the place of the house number.

The lists hold what stands on signs and envelopes in about thirty countries. Words that also mean
something else at a number ("place", "way", "Platz") are asked for a capital or a second sign.
"""

from __future__ import annotations

from ownwords.consent.screening_reading import any_of, listed

NUMBER_FIRST = any_of(
    "street avenue road lane drive boulevard crescent terrace parkway highway blvd broadway"
    " cul-de-sac"
)
"""English, clear in small letters: 12 acacia avenue."""

NUMBER_FIRST_CAPITAL = any_of(
    "Street St Str Avenue Ave Av Road Rd Lane Ln Drive Dr Close Court Ct Boulevard Blvd Way"
    " Square Sq Place Pl"
    " Terrace Terr Crescent Cres Gardens Gdns Grove Hill Mews Row Walk Park Highway Hwy Parkway"
    " Pkwy"
    " Circle Cir Trail Trl Loop Alley Green Quay Wharf Rise View Vale Yard Broadway Esplanade"
    " Parade Pde Heights Turnpike Expressway Nagar Marg Colony Sadak Chowk Layout Estate House"
    " Mansions"
    " Gate Villas Lodge Buildings Bldg Chase Croft Drove Embankment Garth"
    " Ridge Wynd Brae Gully"
)

AFTER_A_YEAR = any_of(
    "Street St Avenue Ave Road Rd Drive Dr Lane Ln Boulevard Blvd Terrace Crescent"
)
"""House numbers also look like years, but only these follow one: not "2016 Supreme Court"."""

FRENCH = any_of("rue avenue boulevard impasse allée chemin quai faubourg ruelle chaussée")
"""The number stands before these: 12 rue de la Paix."""

ENDINGS = listed(
    "straße strasse str. str gasse weg platz allee ring damm ufer steig graben chaussee pfad"
    " zeile gässli straat laan plein gracht kade dijk steeg singel dreef gatan gata gatu vägen"
    " vagen väg gränd torget stigen backen gården bygget vallen veien vegen gaten gate vei veg"
    " vej vejen gade gaden allé plads stræde vænget toften bakken tunet vollen katu ntie kuja"
    " polku rinne kaari raitti tanner götu stræti straeti braut vegur vegi stígur tänav"
    " maantee puiestee iela gatvė"
)
SUFFIXES = any_of(ENDINGS)
SMALL_ENDINGS = any_of(
    "straße strasse str. gasse straat gracht laan gatan vägen veien vegen gata katu allee"
)
NOT_A_STREET = any_of(
    "tabellen start listen park arbeits spiel sitz steh stell studien kita ausbildungs podest"
    " podium"
    " medaillen schluss haupt heim treppchen liege zelt kinder betreuungs krippen therapie welt"
    " sieger"
    " unter um aus bei hin her ab vor halb heim un"
    " st sp b w f au"
)
"""Before the ending, these make another word: Tabellenplatz 3 is a rank."""

WORD_FIRST = any_of(
    "piazza p.za calle c/ avda avda. avenida paseo plaza rúa carrer passeig rua travessa praça"
    " alameda"
    " ul. ulica ulicy aleja alei aleje osiedle osiedlu bulevardul calea aleea șoseaua náměstí ulicu"
    " jalan jl. jln. ул. улица улице проспект пр-т просп. переулок бульвар шоссе наб. набережная"
    " вул. вулиця проспекту οδός οδού λεωφόρος πλατεία شارع نهج زنقة đường mtaa ulice"
)
WORD_FIRST_CAPITAL = any_of(
    "ul via viale v.le piazzale corso c.so vicolo largo strada contrada borgo cl. av. pº pza. ronda"
    " travesía"
    " camino carretera ctra. glorieta callejón calzada boulevard cra. carrera kra. diagonal"
    " jirón pasaje"
    " rambla avinguda r. estrada largo rodovia quadra beco ladeira al. os. plac pl. bul. rondo"
    " str. bd."
    " nám. třída trg cesta gang gg. komplek пер. площадь λεωφ. حي phố avenue av"
)
"""Words that mean more than a street: the name after them must begin with a capital."""

HOUSE_WORDS = any_of(
    "n. n° nº no no. nr nr. num. núm. número numero nummer house_no h.no. д. дом буд. № # km"
    " civico bloco"
)

_AFTER_NAME = (
    "utca u. út útja tér tere körút krt. sétány sor köz caddesi cad. cd. sokak sokağı sok. sk."
    " mahallesi mah."
    " bulvarı blv. apartmanı sitesi ulice náměstí třída iela gatvė g. pr. marg nagar chowk strasse"
    " straat str. gate terrasse aleja katu tie allé"
)
AFTER_NAME = any_of(_AFTER_NAME)
AFTER_NAME_WORDS = frozenset(word.rstrip(".") for word in _AFTER_NAME.split())

DOORS = any_of(
    "apt apt. apartment suite ste flat unit appt appt. bât. bâtiment étage apto apto. depto"
    " depto. dpto. piso puerta"
    " interior scala interno mieszk. m. daire kat кв. квартира apartamento andar wohnung whg."
    " top stiege"
    " plot_no plot h.no. house_no door_no flat_no kamar rt rw blok"
)
DOORS_PLAIN = any_of(
    "apt apt. apartment suite ste. flat appt apto apto. depto depto. dpto. кв. квартира"
)

BOXES = any_of(
    "p.o._box po_box p._o._box p.o.box pobox postfach apartado_de_correos caixa_postal"
    " casella_postale"
    " boîte_postale postbus postboks skrytka_pocztowa а/я p.o.b. post_office_box gpo_box locked_bag"
    " private_bag box postbox c.p. b.p. bp"
)

LIVES = any_of(
    "lives_at live_at living_at lives_on live_on living_on lived_at resides_at address is_at"
    " address_is"
    " addresses address: his_address her_address my_address their_address new_address located_at"
    " located_on"
    " meet_me_at meet_you_at sent_to send_it_to ship_to moved_to drops_you_off_at find_me_at"
    " find_her_at"
    " come_to here's_my_address side_of stop_at arrived_at live_in lives_in lived_in"
    " office_is_at restaurant_is_at station_is_on"
    " wohne wohnt wohnhaft adresse anschrift vivo_en vive_en dirección direccion domicilio habite"
    " demeure moro mora morando endereço abito abita indirizzo residente mieszkam mieszka adres"
    " adresu"
    " woon woont adressen bor bosatt asun asuu живу живёт живет адрес адресу проживает oturuyorum"
    " oturuyor adresim adresi أسكن يسكن عنوان العنوان عنواني alamat tinggal_di घर पता रहता रहती"
    " lakik lakom cím címem"
    " адреса мешкаю проживаю nakatira anwani ninaishi lokeshen"
)

STREETS_EAST = (
    # Road, street, lane and number: 中山路12号, 3丁目4-5, 123번길 4, 강남대로 12
    r"[\u4e00-\u9fff]{2,8}(?:路|街|道|巷|弄|大道)\s?\d{1,5}\s?(?:号|號|弄|巷)"
    r"|\d{1,2}\s?丁目\s?\d{1,3}(?:(?:番地?|-)\s?\d{1,3})?(?:号|-\d{1,3})?"
    r"|[\u4e00-\u9fff\u30a0-\u30ff]{2,8}\d{1,2}-\d{1,3}-\d{1,3}"
    r"|[\uac00-\ud7a3]{1,8}(?:로|길|대로)\s?(?:\d{1,4}번길\s?)?\d{1,4}(?:-\d{1,3})?"
    r"(?:번지)?(?![\uac00-\ud7a3\d.년월일시분개명원만])"
)
