import { warehouses } from "./places.ts";
import type { Random } from "./random.ts";
import { mainShop, type ShopProfile } from "./shops.ts";
import type { Product } from "./types.ts";

type Row = readonly [
  sku: string,
  title: string,
  variant: string | null,
  price: number,
  grams: number,
  warehouse: 0 | 1,
];

const rows: readonly Row[] = [
  ["HP-LAMP-OAK", "Harbour table lamp", "Oak", 12900, 1900, 0],
  ["HP-LAMP-WAL", "Harbour table lamp", "Walnut", 13900, 1950, 0],
  ["HP-THROW-SGE", "Wool throw", "Sage", 8900, 1100, 1],
  ["HP-THROW-RST", "Wool throw", "Rust", 8900, 1100, 1],
  ["HP-MUG-4", "Stoneware mug, set of four", null, 4600, 1600, 0],
  ["HP-KETTLE-1L", "Enamel kettle", "1 litre", 5400, 950, 1],
  ["HP-KETTLE-2L", "Enamel kettle", "2 litres", 6400, 1250, 1],
  ["HP-CANDLE-PIN", "Pine candle", null, 2400, 420, 0],
  ["HP-CANDLE-SEA", "Sea salt candle", null, 2400, 420, 0],
  ["HP-BASKET-M", "Willow basket", "Medium", 3900, 800, 1],
  ["HP-BASKET-L", "Willow basket", "Large", 4900, 1200, 1],
  ["HP-APRON-NVY", "Canvas apron", "Navy", 3800, 350, 0],
  ["HP-APRON-ECR", "Canvas apron", "Ecru", 3800, 350, 0],
  ["HP-BOARD-OAK", "Bread board", "Oak", 5200, 1300, 0],
  ["HP-NOTE-A5", "Linen notebook", "A5", 1800, 240, 0],
  ["HP-LANTERN", "Storm lantern", null, 7600, 1500, 1],
  ["HP-SOAP-3", "Juniper soap, box of three", null, 1650, 330, 0],
  ["HP-TOWEL-2", "Waffle towels, pair", "Fog", 5800, 900, 1],
  ["HP-VASE-S", "Salt-glazed vase", "Small", 4300, 700, 1],
  ["HP-VASE-L", "Salt-glazed vase", "Large", 7900, 1600, 1],
  ["HP-BRUSH", "Beech dish brush", null, 1200, 120, 0],
  ["HP-CARD-GIFT", "Gift wrapping", null, 500, 30, 0],
];

/** The shop's products, with starting stock drawn from the seed. */
export function makeCatalogue(input: { random: Random; at: number; shop?: ShopProfile }): Product[] {
  const { shop = mainShop } = input;
  const carried = rows.filter((_, index) => index % shop.carries === 0);
  return carried.map(([sku, title, variantTitle, price, grams, home], index) => {
    // The thousands tell the shops' products apart; their SKUs are the same goods.
    const serial = String(100 * shop.carries + index);
    return {
      id: `7982340001${serial}`,
      variantId: `4398120002${serial}`,
      inventoryItemId: `4559310003${serial}`,
      sku,
      title,
      variantTitle,
      vendor: shop.name,
      price,
      grams,
      warehouseId: warehouses[home].id,
      available: input.random.int(60, 400),
      committed: 0,
      updatedAt: input.at,
    };
  });
}

/** Goods that are never drawn, only asked for: a gift card, and screws whose price is finer than the currency. */
export function makeExtras(shop: ShopProfile, at: number): { giftCard: Product; screws: Product } {
  const product = (serial: number, rest: Pick<Product, "sku" | "title" | "price" | "grams">): Product => ({
    id: `7982340001${serial}`,
    variantId: `4398120002${serial}`,
    inventoryItemId: `4559310003${serial}`,
    variantTitle: null,
    vendor: shop.name,
    warehouseId: warehouses[0].id,
    available: 100_000,
    committed: 0,
    updatedAt: at,
    ...rest,
  });
  return {
    giftCard: { ...product(90_001, { sku: "HP-GIFT-50", title: "Gift card", price: 5000, grams: 0 }), giftCard: true },
    screws: product(90_002, { sku: "HP-SCREW-M3", title: "Brass screw M3", price: 12.5, grams: 2 }),
  };
}
