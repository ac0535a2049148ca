import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";

const checkAddress = "देख लें कि आपका डिलीवरी पता सही और पूरा है, और कुछ ग़लत हो तो हमें लिखें।";
const writeToUs = "कोई सवाल हो तो हमें लिखें; आपका ऑर्डर हमारे ध्यान में है।";
const againOrRefund = "हमें लिखें: हम इसे दोबारा भेजेंगे या आपके पैसे लौटा देंगे।";

/** Where a parcel is, in Hindi; customers are "आप". */
export const hindi: StatusTable = {
  zone: { place: "{place} का समय", local: "स्थानीय समय" },
  longDate: longDates({
    weekdays: "रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार",
    months: "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    say: (weekday, day, month) => `${weekday}, ${day} ${month}`,
  }),
  names: {
    carrier: (name) => name || "कूरियर",
    join: (before, name) => `${before} ${name}`,
  },
  steps: {
    ordered: "ऑर्डर हुआ",
    shipped: "भेजा गया",
    in_transit: "रास्ते में",
    out_for_delivery: "डिलीवरी पर",
    delivered: "डिलीवर हुआ",
  },
  stepReturned: "वापस पहुँचा",
  arrival: {
    arriving: "{date} को पहुँचेगा",
    nowExpected: "अब {date} को पहुँचेगा",
    wasExpected: "पहले {date} को पहुँचने की उम्मीद थी।",
  },
  parcels: {
    which: "{of} में से पार्सल {nth}",
    shared: "{of} पार्सलों में मिलाकर",
    some: { one: "{of} में से एक पार्सल पहुँच गया है", other: "{of} में से {arrived} पार्सल पहुँच गए हैं" },
    all: { two: "दोनों पार्सल पहुँच गए हैं", other: "सभी {of} पार्सल पहुँच गए हैं" },
  },
  address: "आपका डिलीवरी पता",
  statuses: {
    pre_transit: text("पैक हो गया", "आपका पार्सल पैक हो गया है और उस पर लेबल लग गया है।", "{carrier} इसे जल्द ले जाएगा।"),
    accepted: text("कूरियर के पास", "आपका पार्सल {carrier} के पास है।", "यह जल्द ही अगले सॉर्टिंग सेंटर के लिए निकलेगा।"),
    in_transit: text("रास्ते में", "आपका पार्सल {carrier} के साथ रास्ते में है।"),
    out_for_delivery: text("डिलीवरी के लिए निकला", "आपका पार्सल डिलीवरी की गाड़ी में है।", "{carrier} इसे आपके पास ला रहा है।"),
    available_for_pickup: text(
      "लेने के लिए तैयार",
      "आपका पार्सल पिकअप पॉइंट पर आपका इंतज़ार कर रहा है।",
      "{carrier} इसे कुछ दिन वहाँ रखेगा।",
      "अपना पहचान पत्र और ट्रैकिंग नंबर साथ ले जाएँ।",
    ),
    delivered: text("डिलीवर हो गया", "आपका पार्सल पहुँच गया है।"),
    delivery_attempt_failed: text(
      "डिलीवरी नहीं हो पाई",
      "{carrier} आपके पते पर आया था, लेकिन पार्सल दे नहीं पाया।",
      "{carrier} आम तौर पर अगले कामकाजी दिन फिर कोशिश करता है।",
      "ट्रैकिंग नंबर से आप {carrier} के साथ कोई दूसरा दिन या पिकअप पॉइंट चुन सकते हैं।",
    ),
    exception: text(
      "जाँच जारी है",
      "{carrier} ने आपके पार्सल में एक समस्या बताई है।",
      "{carrier} इस पर काम कर रहा है और हम भी नज़र रखे हुए हैं।",
      writeToUs,
    ),
    delayed: text("देर हो रही है", "आपके पार्सल में तय समय से ज़्यादा वक़्त लग रहा है।", "यह अब भी आपके पास आ रहा है।"),
    on_hold: text("रुका हुआ", "{carrier} ने आपका पार्सल फ़िलहाल रोक रखा है।", "रोक हटते ही यह आगे बढ़ेगा।", writeToUs),
    returned_to_sender: text(
      "वापस जा रहा है",
      "आपका पार्सल हमारे पास वापस आ रहा है।",
      "हमारे पास पहुँचते ही हम दोबारा डिलीवरी या रिफ़ंड के लिए आपसे संपर्क करेंगे।",
      "अभी तय करना चाहें तो हमें लिखें।",
    ),
    cancelled: text("रद्द हुआ", "यह शिपमेंट रद्द कर दिया गया है।", null, writeToUs),
    lost: text(
      "खो गया",
      "{carrier} को आपका पार्सल नहीं मिल रहा है।",
      "हम {carrier} से इस बारे में बात कर रहे हैं।",
      againOrRefund,
    ),
    unknown: text("अभी कोई ख़बर नहीं", "आपके पार्सल की अभी कोई साफ़ ख़बर नहीं है।"),
  },
  reasons: {
    "in_transit/customs": { customer: "कस्टम्स में" },
    "in_transit/customs_cleared": {
      customer: "कस्टम्स से निकला",
      happened: "आपका पार्सल कस्टम्स से निकल गया है और रास्ते में है।",
    },
    "on_hold/customs": {
      customer: "कस्टम्स में",
      happened: "कस्टम्स विभाग आपके पार्सल की जाँच कर रहा है।",
      next: "इसमें आम तौर पर एक से तीन कामकाजी दिन लगते हैं; फिर यह आगे बढ़ता है।",
      act: "शुल्क या किसी दस्तावेज़ की ज़रूरत हुई तो {carrier} आपको बताएगा।",
    },
    "on_hold/payment": {
      customer: "भुगतान बाक़ी",
      happened: "आपका पार्सल आगे बढ़ने से पहले एक शुल्क देना बाक़ी है।",
      next: "भुगतान होते ही {carrier} इसे आगे भेजेगा।",
      act: "{carrier} की अपनी वेबसाइट पर ट्रैकिंग नंबर से भुगतान करें; अचानक आए किसी मैसेज के लिंक से कभी भुगतान न करें।",
    },
    "on_hold/customer_request": {
      happened: "अनुरोध के अनुसार {carrier} ने आपका पार्सल रोक रखा है।",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} आया था, लेकिन घर पर कोई नहीं मिला।",
      next: "{carrier} अगले कामकाजी दिन फिर कोशिश करेगा।",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} आपके दरवाज़े तक नहीं पहुँच पाया।",
      act: "गेट का कोई कोड या घंटी पर कोई और नाम हो तो {carrier} को बताएँ या हमें लिखें।",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} आया था, लेकिन वह जगह बंद मिली।",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} आया था और एक सूचना छोड़ गया है।",
      next: "सूचना में लिखा है कि पार्सल आपको कब या कहाँ मिल सकता है।",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} को आपका पता नहीं मिला।",
      next: "{carrier} पते की जाँच कर रहा है।",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "दरवाज़े पर पार्सल लेने से मना कर दिया गया।",
      next: "यह हमारे पास वापस आ सकता है।",
      act: "अगर आपको यह चाहिए था, तो हमें आज ही लिखें।",
    },
    "delivery_attempt_failed/final": {
      happened: "{carrier} ने आपका पार्सल पहुँचाने की आख़िरी कोशिश कर ली है।",
      next: "अब यह पिकअप पॉइंट पर जाएगा या हमारे पास वापस आएगा।",
    },
    "exception/address": {
      customer: "पता साफ़ नहीं",
      happened: "{carrier} को डिलीवरी पते के बारे में कुछ पूछना है।",
      next: "पता साफ़ होने तक आपका पार्सल रुका रहेगा।",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "पता साफ़ नहीं",
      happened: "{carrier} ने बताया है कि पता अब सही नहीं है।",
      next: "पता साफ़ होने तक आपका पार्सल रुका रहेगा।",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "रास्ते में नुक़सान",
      happened: "{carrier} ने बताया है कि रास्ते में आपके पार्सल को नुक़सान पहुँचा है।",
      next: "हम पता करेंगे कि अब भी क्या पहुँचाया जा सकता है।",
      act: againOrRefund,
    },
    "exception/destroyed": {
      customer: "रास्ते में नष्ट",
      happened: "{carrier} ने बताया है कि आपका पार्सल नष्ट हो गया है।",
      next: "यह नहीं पहुँचेगा, और हम {carrier} से इस बारे में बात कर रहे हैं।",
      act: againOrRefund,
    },
    "exception/refused": { happened: "{carrier} ने बताया है कि पार्सल लेने से मना कर दिया गया।" },
    "exception/unclaimed": {
      customer: "नहीं लिया गया",
      happened: "आपका पार्सल समय पर नहीं लिया गया।",
      next: "यह हमारे पास वापस आ सकता है।",
      act: "अगर आपको यह अब भी चाहिए, तो हमें लिखें।",
    },
    "exception/weather": { happened: "मौसम की वजह से आपका पार्सल रुका हुआ है।" },
    "delayed/weather": {
      happened: "मौसम की वजह से आपका पार्सल रुका हुआ है।",
      next: "हालात सुरक्षित होते ही {carrier} इसे आगे भेजेगा।",
    },
    "delayed/misrouted": {
      happened: "आपका पार्सल ग़लत रास्ते पर चला गया था और अब सही रास्ते पर भेजा जा रहा है।",
    },
    "delivered/neighbour": {
      happened: "आपका पार्सल पड़ोसी के पास छोड़ा गया है।",
    },
    "delivered/safe_place": { happened: "आपका पार्सल सुरक्षित जगह पर छोड़ा गया है।" },
    "delivered/agent": { happened: "आपका पार्सल एजेंट को सौंपा गया है।" },
    "delivered/picked_up_by_receiver": { happened: "आपका पार्सल ले लिया गया है।" },
    "delivered/damaged": { act: "कुछ टूटा हो तो हमें लिखें; फ़ोटो से मदद मिलेगी।" },
    "delivered/partial": {
      customer: "कुछ हिस्सा डिलीवर",
      happened: "आपके पार्सल का एक हिस्सा पहुँच गया है।",
    },
    "returned_to_sender/returned": {
      customer: "वापस पहुँच गया",
      happened: "आपका पार्सल हमारे पास वापस आ गया है।",
      next: "हम दोबारा डिलीवरी या रिफ़ंड के लिए आपसे संपर्क करेंगे।",
    },
    "returned_to_sender/address": {
      happened: "पते तक पहुँचा नहीं जा सका, इसलिए आपका पार्सल हमारे पास वापस आ रहा है।",
    },
    "returned_to_sender/unclaimed": {
      happened: "आपका पार्सल लिया नहीं गया और अब हमारे पास वापस आ रहा है।",
    },
  },
};
