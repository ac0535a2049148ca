import { codeTable } from "../../kit/codes.ts";

/**
 * A delivery or shipment exception says why in words and in a code of its own. This is for those whose words say nothing, and
 * only with codes whose pair was seen in FedEx's documents or replies: Express writes two digits and Ground three, and the same
 * digits are another reason there (Express 07 is refused, Ground 007 is nobody there).
 */
export const exceptionCodes = codeTable(`
exception/address: 03 002
exception/refused: 07 006
exception/damage: 10 010
delivery_attempt_failed/attempt: 08 007
delayed/misrouted: 12 012
on_hold/delivery_change: 17 A13 A47
delayed: 31 84 A52
delayed/weather: 71
on_hold/customs: 65
returned_to_sender/returning: 060G 14
`);
