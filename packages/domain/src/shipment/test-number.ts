/** Numbers that begin so belong to no parcel: they are made up for test webhooks, and nobody need look for them. */
export const TEST_NUMBER = "WAYBILLTEST";
