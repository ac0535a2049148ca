import type { Address, Order } from "../world/types.ts";
import { accessDenied, type Fault, internalError, timedOut } from "./outcomes.ts";
import { gid } from "./places-view.ts";

/** Who bought and where it goes; what a shop may not read or cannot read in time throws. */
export function orderPeople({ buyer }: Order, fault: Fault | "people_denied"): object {
  const isClosed = fault === "people_denied";
  const shippingAddress = () => {
    if (isClosed || fault === "address_denied") throw accessDenied("MailingAddress");
    if (fault === "internal_error") throw internalError();
    return addressView(buyer.address, buyer.id);
  };
  return {
    email: () => {
      if (fault === "customer_timeout") throw timedOut();
      if (isClosed || fault === "customer_denied") throw accessDenied("Order");
      return buyer.email;
    },
    customer: () => {
      if (fault === "customer_timeout") throw timedOut();
      if (isClosed || fault === "customer_denied") throw accessDenied("Customer");
      return {
        __typename: "Customer",
        id: gid("Customer", buyer.id),
        legacyResourceId: buyer.id,
        firstName: buyer.firstName,
        lastName: buyer.lastName,
        displayName: `${buyer.firstName} ${buyer.lastName}`,
      };
    },
    shippingAddress,
    displayAddress: shippingAddress,
    billingAddress: () => {
      if (isClosed) throw accessDenied("MailingAddress");
      return addressView(buyer.address, buyer.id);
    },
  };
}

function addressView(address: Address, id: string): object {
  const name = `${address.firstName} ${address.lastName}`;
  return {
    __typename: "MailingAddress",
    ...address,
    id: gid("MailingAddress", id),
    name,
    countryCodeV2: address.countryCode,
    formattedArea: `${address.city}, ${address.country}`,
    formatted: ({ withName, withCompany }: { withName: boolean; withCompany: boolean }) =>
      [
        withName ? name : null,
        withCompany ? address.company : null,
        address.address1,
        address.address2,
        `${address.city} ${address.zip}`,
        address.country,
      ].filter((line) => line !== null),
  };
}
