/** A name as an id: "Royal Mail", "royal_mail" and "ROYAL-MAIL" are all "royal-mail". Empty when it has no letter or digit. */
export const slug = (name: string) =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, 60)
    .replace(/^-|-$/g, "");
