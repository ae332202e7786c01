"""Words that say what a number or a name is, in the languages that campaigns are likely to speak.

Each constant is an alternation ready for a pattern over small letters. Adding a language is adding
words here; tests/quality holds that nothing gets worse.
"""

from __future__ import annotations

from ownwords.consent.screening_reading import any_of

CARD_CUES = any_of(
    "card cc visa mastercard amex maestro karte kreditkarte kartennummer carte tarjeta cartão carta"
    " karta karty karty kaart creditcard kreditkort kart kartı карта карты карту بطاقة البطاقة"
    " कार्ड"
    " 卡号 信用卡 カード 카드 kartu"
)

ID_CUES = any_of(
    "visa_number visa_no ssn social_security social_security_number social_security_no passport"
    " passport_no"
    " passport_number"
    " national_insurance ni_number nino nhs_number nhs_no driver's_license driver's_licence"
    " driver’s_license driver’s_licence drivers_license drivers_licence driving_licence"
    " driving_license driver_license driver_licence licence_number license_number dl_number"
    " id_number id_no"
    " id_card identity_card national_id alien_number a-number uscis medicare_number tax_id itin"
    " dni nie nif cédula cedula pasaporte seguridad_social número_de_la_seguridad_social curp"
    " rfc rut"
    " sécurité_sociale numéro_de_sécu numéro_de_sécurité_sociale sécu passeport carte_d'identité"
    " carte_d’identité carte_nationale titre_de_séjour reisepass reisepassnummer passnummer pass-nr"
    " personalausweis personalausweisnummer ausweis ausweisnummer ausweisnr perso steuer-id"
    " steueridentifikationsnummer"
    " steuernummer sozialversicherungsnummer sv-nummer sv-nr rentenversicherungsnummer"
    " krankenversicherungsnummer führerschein aufenthaltstitel cpf rg passaporte cartão_de_cidadão"
    " codice_fiscale passaporto carta_d'identità carta_d’identità pesel dowód dowodu paszport"
    " paszportu nip bsn burgerservicenummer paspoort paspoortnummer personnummer cpr cpr-nummer"
    " fødselsnummer henkilötunnus rodné_číslo cnp oib jmbg egn aadhaar aadhar आधार pan_card"
    " pan_number"
    " voter_id nin bvn cnic nik ktp nomor_ktp tc_kimlik kimlik_no tc_no паспорт паспорта снилс инн"
    " удостоверение ת.ז תעודת_זהות رقم_الهوية الهوية جواز_السفر رقم_الجواز الرقم_القومي"
    " 身份证 身份证号"
    " 护照 マイナンバー パスポート 주민등록번호 여권번호 id-nummer id-nr ahv-nummer ahv"
)

PLATE_CUES = any_of(
    "plate plates number_plate license_plate licence_plate license_plates licence_plates"
    " reg_plate reg"
    " reg_number reg_no registration vrm kennzeichen nummernschild autokennzeichen matrícula"
    " matricula placa placas patente immatriculation immatriculée immatriculé plaque"
    " plaque_d'immatriculation targa targata tablica tablice rejestracja rejestracyjny"
    " rejestracyjne"
    " rejestracji numer_rejestracyjny kenteken nummerplaat nummerplåt regnr reg.nr"
    " registreringsnummer"
    " nummerplade plaka plakası plakalı госномер гос.номер номера_машины номер_машины номерной_знак"
    " номер_авто لوحة رقم_اللوحة नंबर_प्लेट plat_nomor nopol 车牌 车牌号 ナンバープレート"
)

PHONE_BEFORE = any_of(
    "phone phone_number hmu tlf telephone tel tel. mobile mob cell cellphone call called calling"
    " ring"
    " text_me"
    " text_her text_him text_us txt sms whatsapp whats_app wa signal viber telegram number_is"
    " number:"
    " my_number her_number his_number their_number fax desk office home: work: contact contact_me"
    " reach_me reach_her reach_him reach_us contacto contato contatto kontakt info informazioni"
    " información informações informations answering_at messages_to hotline helpline dial"
    " telefon telefonnummer handy handynummer mobil nummer_ist nummer: rufnummer anrufen"
    " ruf_mich_an"
    " ruft rückruf erreichbar teléfono telefono móvil movil celular número_es numero_es mi_número"
    " mi_numero wasap guasap llama llámame llamame llamar llamen escríbeme téléphone telephone"
    " portable"
    " mon_numéro numéro appelle appelez appelez-moi appelle-moi joindre telefone telemóvel"
    " meu_número"
    " liga ligue me_liga liguem zap whats cellulare chiama chiamami chiamate chiamare mio_numero"
    " numero:"
    " scrivimi telefonu komórka komórkę zadzwoń dzwoń dzwonić numer_to numer: mój_numer telefoon"
    " mobiel bel"
    " bel_me gsm nummer ring_mig ring_meg puhelin soita puh telefonszám hívj τηλέφωνο тел тел."
    " телефон"
    " телефона мобильный номер звоните позвони звони пишите whatsapp'tan numaram telefonum ara"
    " arayın cep"
    " هاتف الهاتف جوال رقمي رقم اتصل للتواصل واتساب تلفون موبايل फोन मोबाइल नंबर कॉल व्हाट्सएप"
    " व्हाट्सऐप वाट्सएप telepon telp"
    " hp nomor hubungi simu nambari piga 電話 电话 手机 携帯 전화 연락처 sđt điện_thoại"
)

PHONE_AFTER = any_of(
    "office fax mobile cell home work desk phone tel handy mobil móvil whatsapp पर_कॉल पर_फोन"
    " पे_कॉल pe_call"
    " par_call numaradan numaraya numarası"
)

NOT_A_PHONE = any_of(
    "isbn issn doi order order_no order_number ord tracking tracking_number parcel shipment invoice"
    " ticket ticket_no booking ref reference case_no case_number petition serial serial_number"
    " sku ean"
    " gtin upc barcode item article_no model patent flight version v. id_is status tweet bestellung"
    " bestellnummer bestell-nr sendung sendungsnummer auftrag rechnung rechnungsnummer"
    " aktenzeichen az."
    " pedido seguimiento factura expediente commande suivi facture colis encomenda rastreio"
    " protocolo"
    " processo ordine spedizione fattura zamówienie zamówienia przesyłki faktura bestelling zending"
    " factuur заказ заказа трек трек-номер счёт счет sipariş takip kargo fatura الطلب طلب شحنة"
    " ऑर्डर"
    " pesanan resi 订单 订单号 注文 주문 iso lotto lottery numbers bitcoin block population"
    " views followers goal raised"
)

BIRTH_CUES = any_of(
    "born born_on date_of_birth birth_date birthdate dob d.o.b d.o.b. birthday bday b-day b'day"
    " geboren geb. geb geburtsdatum geburtstag né née né_le née_le date_de_naissance naissance"
    " anniversaire nací nacio nació nacida nacido fecha_de_nacimiento cumpleaños cumple nasci"
    " nasceu nascida"
    " nascido data_de_nascimento nascimento aniversário nata_il nato_il nata_a nato_a"
    " data_di_nascita"
    " compleanno urodzona urodzony urodziłam urodziłem urodził urodziła ur. data_urodzenia"
    " urodziny geboortedatum"
    " geboren_op verjaardag jarig född födelsedag født fødselsdag fødselsdato syntynyt syntymäaika"
    " narozen narozena datum_narození született születési_dátum születésnap родилась родился"
    " родилась родился_я"
    " дата_рождения день_рождения народилася народився дата_народження doğum doğum_tarihi"
    " doğumlu doğdum"
    " doğum_günüm مواليد ولدت تاريخ_الميلاد ميلادي जन्म जन्मतिथि जन्मदिन lahir tanggal_lahir"
    " tgl_lahir ulang_tahun"
    " 出生 生日 生年月日 誕生日 생년월일 생일 născut născută data_nașterii γεννήθηκα"
    " γεννήθηκε ngày_sinh kuzaliwa nilizaliwa"
)

BIRTH_AFTER = any_of(
    "geboren is_my_birthday is_her_birthday is_his_birthday is_when_i_was_born doğumluyum doğumlu"
    " doğdum 生まれ 출생 geboren_bin doğumluyum_ben született tarihinde_doğdum को_जन्म को_हुआ_था"
)

POSTCODE_CUES = any_of(
    "postcode post_code postal_code zip zip_code zipcode plz postleitzahl code_postal código_postal"
    " codigo_postal c.p. cp cep cap kod_pocztowy postnummer postcode_is pincode pin_code индекс"
    " почтовый_индекс posta_kodu الرمز_البريدي पिन_कोड पिनकोड kode_pos 邮编 郵便番号 〒 우편번호"
    " postinumero psč irányítószám codice_postale postcode: eircode"
)
