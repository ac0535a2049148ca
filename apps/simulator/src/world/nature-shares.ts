import type { Nature } from "./types.ts";

/** How often a demo meets what is not an everyday order: seldom, and each within an hour or two. */
export const demoNatures: Readonly<Partial<Record<Nature, number>>> = {
  test: 0.01,
  cash_on_delivery: 0.02,
  pickup: 0.02,
  gift_card: 0.03,
  fine_price: 0.01,
  two_numbers: 0.02,
  corrected_number: 0.02,
  unit_removed: 0.04,
  all_refunded: 0.03,
  deleted: 0.005,
  late_to_read: 0.05,
};
