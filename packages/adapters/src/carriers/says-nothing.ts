// What stands in a shop's field for the carrier and names none: it neither helps nor stands against what the number itself says.

/** Slugs of the words that shops offer where no carrier of their list fits, and of what people type there. */
const NO_NAME: ReadonlySet<string> = new Set([
  ...[
    "other",
    "others",
    "custom",
    "none",
    "na",
    "n-a",
    "unknown",
    "misc",
    "tbd",
    "default",
    "carrier",
    "courier",
    "shipping",
  ],
  ...[
    "shipment",
    "delivery",
    "standard",
    "express",
    "economy",
    "free-shipping",
    "standard-shipping",
    "standard-delivery",
  ],
  ...[
    "other-carrier",
    "custom-carrier",
    "manual",
    "andere",
    "sonstige",
    "otro",
    "otros",
    "outro",
    "autre",
    "autres",
    "altro",
  ],
]);

/** Slugs of those who sell labels, storage or software, and move no parcel. */
const NO_CARRIER: ReadonlySet<string> = new Set([
  ...["shipbob", "shipstation", "pirate-ship", "pirateship", "shippo", "goshippo", "easypost", "easyship", "sendcloud"],
  ...[
    "shipmonk",
    "shiphero",
    "shipengine",
    "stamps-com",
    "endicia",
    "deliverr",
    "flexport",
    "shopify",
    "shopify-shipping",
  ],
  ...["shopify-fulfillment-network", "ordoro", "veeqo", "shipwire", "shipworks", "packlink", "parcel2go", "printful"],
  ...["printify", "gelato", "cjdropshipping", "cj-dropshipping", "aftership", "parcelpanel", "17track", "ebay", "etsy"],
]);

/** Whether a name, as a slug, is only the lack of one. */
export const isNoName = (name: string): boolean => NO_NAME.has(name);

/** Whether a name, as a slug, says nothing about who carries a parcel. */
export const saysNothing = (name: string): boolean => NO_NAME.has(name) || NO_CARRIER.has(name);
