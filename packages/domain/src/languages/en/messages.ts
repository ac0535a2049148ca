import { longDates, text } from "../build.ts";
import type { StatusTable } from "../messages.ts";
import { englishParcels, englishSteps } from "./parcels.ts";

const checkAddress = "Check that your delivery address is right and complete, and write to us if something is wrong.";
const writeToUs = "Reply to the shop if you have a question; your order is not forgotten.";

/** What Waybill says in English: plain, short, calm. */
export const english: StatusTable = {
  zone: { place: "{place} time", local: "local time" },
  longDate: longDates({
    weekdays: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
    months: "January February March April May June July August September October November December",
    say: (weekday, day, month) => `${weekday}, ${day} ${month}`,
  }),
  names: {
    carrier: (name) => name || "the carrier",
    join: (before, name) => `${before} ${name}`,
  },
  steps: englishSteps,
  stepReturned: "Returned",
  arrival: {
    arriving: "Arriving {date}",
    nowExpected: "Now expected {date}",
    wasExpected: "It was expected {date}.",
  },
  parcels: englishParcels,
  address: "Your delivery address",
  statuses: {
    pre_transit: text("Packed", "Your parcel is packed and has its label.", "{carrier} will collect it soon."),
    accepted: text("Handed over", "{carrier} has your parcel.", "It is about to leave for the next sorting centre."),
    in_transit: text("On its way", "Your parcel is on its way with {carrier}."),
    out_for_delivery: text("Out for delivery", "Your parcel is on the van.", "{carrier} is bringing it to you."),
    available_for_pickup: text(
      "Ready to collect",
      "Your parcel is waiting for you at a pick-up point.",
      "{carrier} keeps it for a few days.",
      "Take an identity card and the tracking number with you.",
    ),
    delivered: text("Delivered", "Your parcel has arrived."),
    delivery_attempt_failed: text(
      "Delivery missed",
      "{carrier} came by but could not hand over your parcel.",
      "{carrier} will usually try again on the next working day.",
      "You can choose another day or a pick-up point with {carrier}, using the tracking number.",
    ),
    exception: text(
      "Needs attention",
      "{carrier} reports a problem with your parcel.",
      "{carrier} is working on it, and we are watching it too.",
      writeToUs,
    ),
    delayed: text("Delayed", "Your parcel is taking longer than planned.", "It is still on its way to you."),
    on_hold: text(
      "On hold",
      "{carrier} is holding your parcel for the moment.",
      "It moves on as soon as the hold is lifted.",
      writeToUs,
    ),
    returned_to_sender: text(
      "Going back",
      "Your parcel is on its way back to us.",
      "We will be in touch about a new delivery or a refund once it reaches us.",
      "Write to us if you would like to arrange it now.",
    ),
    cancelled: text("Cancelled", "This shipment was cancelled.", null, writeToUs),
    lost: text(
      "Lost",
      "{carrier} cannot find your parcel.",
      "We are taking it up with {carrier}.",
      "Write to us: we will send it again or refund you.",
    ),
    unknown: text("No news yet", "We have no clear news of your parcel yet."),
  },
  reasons: {
    "in_transit/customs": { customer: "With customs" },
    "in_transit/customs_cleared": {
      customer: "Cleared customs",
      happened: "Your parcel has cleared customs and is on its way.",
    },
    "on_hold/customs": {
      customer: "With customs",
      happened: "Customs are checking your parcel.",
      next: "This usually takes one to three working days; then it moves on.",
      act: "If duty or a document is needed, {carrier} will ask you for it.",
    },
    "on_hold/payment": {
      customer: "Payment needed",
      happened: "A charge is due before your parcel can move on.",
      next: "{carrier} releases it once it is paid.",
      act: "Use the tracking number on {carrier}'s own site to pay; never pay through a link in a message you did not expect.",
    },
    "on_hold/customer_request": {
      happened: "{carrier} is holding your parcel as asked.",
      act: null,
    },
    "delivery_attempt_failed/not_home": {
      happened: "{carrier} came by but nobody was there.",
      next: "{carrier} will try again on the next working day.",
    },
    "delivery_attempt_failed/no_access": {
      happened: "{carrier} could not get to your door.",
      act: "If there is a gate code or a bell name, tell {carrier} or write to us.",
    },
    "delivery_attempt_failed/closed": {
      happened: "{carrier} came by but the address was closed.",
    },
    "delivery_attempt_failed/notice_left": {
      happened: "{carrier} came by and left a notice.",
      next: "The notice says when or where you can have your parcel.",
    },
    "delivery_attempt_failed/address": {
      happened: "{carrier} could not find your address.",
      next: "{carrier} is checking it.",
      act: checkAddress,
    },
    "delivery_attempt_failed/refused": {
      happened: "The parcel was refused at the door.",
      next: "It may come back to us.",
      act: "If you did want it, write to us today.",
    },
    "delivery_attempt_failed/final": {
      happened: "{carrier} made its last attempt to deliver your parcel.",
      next: "It goes to a pick-up point or comes back to us.",
    },
    "exception/address": {
      customer: "Address problem",
      happened: "{carrier} has a question about the delivery address.",
      next: "Your parcel waits until the address is clear.",
      act: checkAddress,
    },
    "exception/moved": {
      customer: "Address problem",
      happened: "{carrier} reports that the address is no longer right.",
      next: "Your parcel waits until the address is clear.",
      act: checkAddress,
    },
    "exception/damage": {
      customer: "Damaged on the way",
      happened: "{carrier} reports that your parcel was damaged on the way.",
      next: "We will find out what can still be delivered.",
      act: "Write to us: we will send it again or refund you.",
    },
    "exception/destroyed": {
      customer: "Destroyed on the way",
      happened: "{carrier} reports that your parcel was destroyed.",
      next: "It will not arrive, and we are taking it up with {carrier}.",
      act: "Write to us: we will send it again or refund you.",
    },
    "exception/refused": { happened: "{carrier} reports that the parcel was refused." },
    "exception/unclaimed": {
      customer: "Not collected",
      happened: "Your parcel was not collected in time.",
      next: "It may come back to us.",
      act: "Write to us if you still want it.",
    },
    "exception/weather": { happened: "Weather is holding up your parcel." },
    "delayed/weather": {
      happened: "Weather is holding up your parcel.",
      next: "{carrier} moves it on as soon as it is safe.",
    },
    "delayed/misrouted": {
      happened: "Your parcel took a wrong turn and is being sent the right way.",
    },
    "delivered/neighbour": {
      happened: "Your parcel was left with a neighbour.",
    },
    "delivered/safe_place": { happened: "Your parcel was left in a safe place." },
    "delivered/agent": { happened: "Your parcel was handed to an agent." },
    "delivered/picked_up_by_receiver": { happened: "Your parcel was collected." },
    "delivered/damaged": { act: "Write to us if something is broken; a photo helps." },
    "delivered/partial": {
      customer: "Partly delivered",
      happened: "A part of your parcel has arrived.",
    },
    "returned_to_sender/returned": {
      customer: "Returned",
      happened: "Your parcel is back with us.",
      next: "We will be in touch about a new delivery or a refund.",
    },
    "returned_to_sender/address": {
      happened: "The address could not be reached, so your parcel is on its way back to us.",
    },
    "returned_to_sender/unclaimed": { happened: "Your parcel was not collected and is on its way back to us." },
  },
};
