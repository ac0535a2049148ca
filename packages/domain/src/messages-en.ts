import type { MessageTable, StatusText } from "./messages.ts";

const text = (
  customer: string,
  seller: string,
  happened: string,
  next: string | null = null,
  act: string | null = null,
): StatusText => ({ customer, seller, happened, next, act });

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = "January February March April May June July August September October November December".split(" ");

// By table and not by Intl: the same mail has the same bytes on every runtime, whatever its ICU data.
function longDate(date: string): string {
  const day = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) return date;
  return `${weekdays[day.getUTCDay()]}, ${day.getUTCDate()} ${months[day.getUTCMonth()]}`;
}

const checkAddress = "Check your delivery address on the tracking page, and write to us if something is wrong.";
const writeToUs = "Reply to the shop if you have a question; your order is not forgotten.";

/** What Waybill says in English: plain, short, calm. */
export const english: MessageTable = {
  longDate,
  statuses: {
    pre_transit: text(
      "Getting ready",
      "Label made",
      "Your parcel is packed and has its label.",
      "{carrier} will collect it soon.",
    ),
    accepted: text(
      "Handed over",
      "With the carrier",
      "{carrier} has your parcel.",
      "It is about to leave for the next sorting centre.",
    ),
    in_transit: text("On its way", "In transit", "Your parcel is on its way with {carrier}."),
    out_for_delivery: text(
      "Out for delivery",
      "Out for delivery",
      "Your parcel is on the van.",
      "{carrier} is bringing it to you.",
    ),
    available_for_pickup: text(
      "Ready to collect",
      "Waiting at a pick-up point",
      "Your parcel is waiting for you at a pick-up point.",
      "{carrier} keeps it for a few days.",
      "Take an identity card and the tracking number with you.",
    ),
    delivered: text("Delivered", "Delivered", "Your parcel has arrived."),
    delivery_attempt_failed: text(
      "Delivery missed",
      "Delivery attempt failed",
      "{carrier} came by but could not hand over your parcel.",
      "{carrier} will usually try again on the next working day.",
      "You can choose another day or a pick-up point with {carrier}, using the tracking number.",
    ),
    exception: text(
      "Needs attention",
      "Problem",
      "{carrier} reports a problem with your parcel.",
      "{carrier} is working on it, and we are watching it too.",
      writeToUs,
    ),
    delayed: text("Delayed", "Delayed", "Your parcel is taking longer than planned.", "It is still on its way to you."),
    on_hold: text(
      "On hold",
      "On hold",
      "{carrier} is holding your parcel for the moment.",
      "It moves on as soon as the hold is lifted.",
      writeToUs,
    ),
    returned_to_sender: text(
      "Going back",
      "Returning to sender",
      "Your parcel is on its way back to us.",
      "We will be in touch about a new delivery or a refund once it reaches us.",
      "Write to us if you would like to arrange it now.",
    ),
    cancelled: text("Cancelled", "Cancelled", "This shipment was cancelled.", null, writeToUs),
    lost: text(
      "Lost",
      "Lost",
      "{carrier} cannot find your parcel.",
      "We are taking it up with {carrier}.",
      "Write to us: we will send it again or refund you.",
    ),
    unknown: text("No news yet", "Unknown", "We have no clear news of your parcel yet."),
  },
  reasons: {
    "in_transit/customs": { customer: "With customs", seller: "In customs" },
    "in_transit/customs_cleared": {
      customer: "Cleared customs",
      seller: "Cleared customs",
      happened: "Your parcel has cleared customs and is on its way.",
    },
    "on_hold/customs": {
      customer: "With customs",
      seller: "Held by customs",
      happened: "Customs are checking your parcel.",
      next: "This usually takes one to three working days; then it moves on.",
      act: "If duty or a document is needed, {carrier} will ask you for it.",
    },
    "on_hold/payment": {
      customer: "Payment needed",
      seller: "Held: payment needed",
      happened: "A charge is due before your parcel can move on.",
      next: "{carrier} releases it once it is paid.",
      act: "Use the tracking number on {carrier}'s own site to pay; never pay through a link in a message you did not expect.",
    },
    "on_hold/customer_request": {
      seller: "Held at the customer's request",
      happened: "{carrier} is holding your parcel as asked.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      seller: "Nobody home",
      happened: "{carrier} came by but nobody was there.",
      next: "{carrier} will try again on the next working day.",
    },
    "delivery_attempt_failed/no_access": {
      seller: "No access to the address",
      happened: "{carrier} could not get to your door.",
      act: "If there is a gate code or a bell name, tell {carrier} or write to us.",
    },
    "delivery_attempt_failed/closed": {
      seller: "Business closed",
      happened: "{carrier} came by but the address was closed.",
    },
    "delivery_attempt_failed/notice_left": {
      seller: "Notice left",
      happened: "{carrier} came by and left a notice.",
      next: "The notice says when or where you can have your parcel.",
    },
    "delivery_attempt_failed/address": {
      seller: "Address not found",
      happened: "{carrier} could not find your address.",
      next: "{carrier} is checking it.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      seller: "Refused at the door",
      happened: "The parcel was refused at the door.",
      next: "It may come back to us.",
      act: "If you did want it, write to us today.",
    },
    "delivery_attempt_failed/final": {
      seller: "Last attempt failed",
      happened: "{carrier} made its last attempt to deliver your parcel.",
      next: "It goes to a pick-up point or comes back to us.",
    },
    "exception/address": {
      customer: "Address problem",
      seller: "Address problem",
      happened: "{carrier} has a question about the delivery address.",
      next: "Your parcel waits until the address is clear.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Address problem",
      seller: "Recipient moved",
      happened: "{carrier} reports that the address is no longer right.",
      next: "Your parcel waits until the address is clear.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Damaged on the way",
      seller: "Damaged",
      happened: "{carrier} reports that your parcel was damaged on the way.",
      next: "We will find out what can still be delivered.",
      act: "Write to us: we will send it again or refund you.",
    },
    "exception/destroyed": {
      customer: "Destroyed on the way",
      seller: "Destroyed",
      happened: "{carrier} reports that your parcel was destroyed.",
      next: "It will not arrive, and we are taking it up with {carrier}.",
      act: "Write to us: we will send it again or refund you.",
    },
    "exception/refused": { seller: "Refused", happened: "{carrier} reports that the parcel was refused." },
    "exception/unclaimed": {
      customer: "Not collected",
      seller: "Not collected",
      happened: "Your parcel was not collected in time.",
      next: "It may come back to us.",
      act: "Write to us if you still want it.",
    },
    "exception/weather": { seller: "Weather", happened: "Weather is holding up your parcel." },
    "delayed/weather": {
      seller: "Delayed by weather",
      happened: "Weather is holding up your parcel.",
      next: "{carrier} moves it on as soon as it is safe.",
    },
    "delayed/misrouted": {
      seller: "Misrouted",
      happened: "Your parcel took a wrong turn and is being sent the right way.",
    },
    "delivered/neighbour": {
      seller: "Left with a neighbour",
      happened: "Your parcel was left with a neighbour.",
    },
    "delivered/safe_place": { seller: "Left in a safe place", happened: "Your parcel was left in a safe place." },
    "delivered/agent": { seller: "Left with an agent", happened: "Your parcel was handed to an agent." },
    "delivered/picked_up_by_receiver": { seller: "Collected", happened: "Your parcel was collected." },
    "delivered/damaged": { seller: "Delivered, damaged", act: "Write to us if something is broken; a photo helps." },
    "delivered/partial": {
      customer: "Partly delivered",
      seller: "Partly delivered",
      happened: "A part of your parcel has arrived.",
    },
    "returned_to_sender/returned": {
      customer: "Returned",
      seller: "Returned",
      happened: "Your parcel is back with us.",
      next: "We will be in touch about a new delivery or a refund.",
    },
    "returned_to_sender/address": {
      happened: "The address could not be reached, so your parcel is on its way back to us.",
    },
    "returned_to_sender/unclaimed": { happened: "Your parcel was not collected and is on its way back to us." },
  },
  email: {
    headline: {
      shipped: "On its way",
      out_for_delivery: "Out for delivery",
      delivered: "Delivered",
      delayed: "Running late",
    },
    subjectOrder: "{headline}: your order {number}",
    subjectParcel: "{headline}: your parcel {number}",
    arriving: "Arriving {date}",
    nowExpected: "Now expected {date}",
    expected: "Expected {date}",
    wasExpected: "It was expected {date}.",
    between: "between {from} and {to}",
    after: "after {from}",
    before: "before {to}",
    signedBy: "Signed for by {name}",
    steps: ["Ordered", "Shipped", "In transit", "Out for delivery", "Delivered"],
    progress: "Progress: {step}",
    track: "Follow your parcel",
    items: "In this parcel",
    parcel: "Parcel",
    order: "Order",
    next: "What happens next",
    act: "What you can do",
    why: "You get this because you ordered from {seller}.",
    unknownSeller: "the shop",
    answer: "This mail was sent by {seller} with Waybill.",
    preferences: "Choose your messages",
    unsubscribe: "Unsubscribe",
  },
};
