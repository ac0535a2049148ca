import { countryNames, provinceNames, warehouses } from "../world/places.ts";
import { isoSeconds } from "../world/times.ts";
import type { Product, Warehouse } from "../world/types.ts";
import type { World } from "../world/world.ts";
import { type PageArgs, pageList } from "./paging.ts";

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The last part of a gid when it names the wanted type; a bare number is accepted too, as Shopify does not. */
export function idOf(type: string, value: string): string | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/([A-Za-z0-9-]+)(?:\?.*)?$/.exec(value);
  return match !== null && match[1] === type ? (match[2] ?? null) : null;
}

export function locationView(warehouse: Warehouse) {
  const { place } = warehouse;
  const province = provinceNames[place.region] ?? (place.region === "OR" ? "Oregon" : "Georgia");
  return {
    __typename: "Location",
    id: gid("Location", warehouse.id),
    legacyResourceId: warehouse.id,
    name: warehouse.name,
    isActive: true,
    fulfillsOnlineOrders: true,
    isFulfillmentService: false,
    shipsInventory: true,
    address: {
      address1: warehouse.address1,
      address2: null,
      city: place.city,
      country: countryNames[place.country] ?? place.country,
      countryCode: place.country,
      formatted: [warehouse.address1, `${place.city} ${place.region} ${place.zip}`, countryNames[place.country] ?? ""],
      phone: null,
      province,
      provinceCode: place.region,
      zip: place.zip,
    },
  };
}

function levelView(world: World, product: Product): object {
  const warehouse = warehouses.find((each) => each.id === product.warehouseId) ?? warehouses[0];
  const id = `gid://shopify/InventoryLevel/${product.inventoryItemId}?inventory_item_id=${product.inventoryItemId}`;
  const updatedAt = isoSeconds(product.updatedAt);
  const amounts: Record<string, number> = {
    available: product.available,
    committed: product.committed,
    on_hand: product.available + product.committed,
    incoming: 0,
    reserved: 0,
    damaged: 0,
    quality_control: 0,
    safety_stock: 0,
  };
  return {
    __typename: "InventoryLevel",
    id,
    createdAt: isoSeconds(world.orders[0]?.createdAt ?? product.updatedAt),
    updatedAt,
    isActive: true,
    location: () => locationView(warehouse),
    item: () => inventoryItemView(world, product),
    quantities: ({ names }: { names: string[] }) =>
      names
        .filter((name) => amounts[name] !== undefined)
        .map((name) => ({
          __typename: "InventoryQuantity",
          id: gid("InventoryQuantity", `${product.inventoryItemId}-${name}`),
          name,
          quantity: amounts[name],
          updatedAt,
        })),
  };
}

export function inventoryItemView(world: World, product: Product): object {
  return {
    __typename: "InventoryItem",
    id: gid("InventoryItem", product.inventoryItemId),
    legacyResourceId: product.inventoryItemId,
    sku: product.sku,
    tracked: true,
    requiresShipping: true,
    createdAt: isoSeconds(product.updatedAt),
    updatedAt: isoSeconds(product.updatedAt),
    inventoryLevel: ({ locationId }: { locationId: string }) =>
      idOf("Location", locationId) === product.warehouseId ? levelView(world, product) : null,
    inventoryLevels: (args: PageArgs) => pageList([levelView(world, product)], args),
  };
}

export function productView(product: Product): object {
  return {
    __typename: "Product",
    id: gid("Product", product.id),
    legacyResourceId: product.id,
    title: product.title,
    vendor: product.vendor,
  };
}

export function variantView(world: World, product: Product): object {
  return {
    __typename: "ProductVariant",
    id: gid("ProductVariant", product.variantId),
    legacyResourceId: product.variantId,
    sku: product.sku,
    title: product.variantTitle ?? "Default Title",
    inventoryQuantity: product.available,
    inventoryItem: () => inventoryItemView(world, product),
    product: () => productView(product),
  };
}
