import { codeTable } from "../../kit/codes.ts";

/**
 * UPS Mail Innovations: light parcels that the post office takes the last way. Its published list has codes of its own, under the
 * same letters as the ordinary ones with another meaning (OF is a departure here), and comes without a type of its own (I, mostly).
 */
export const mailInnovationsCodes = codeTable(`
pre_transit: ML MP 2N PF Q0
accepted: VS MV EN Q1 2O PA
in_transit: 1B DQ DR DS DY DZ MQ MU MR MW MX MY MZ OF P2 P3 P7 P8 PB Q2 Q3 Q4 YI ZN ZS ZT ZU ZV ZZ
in_transit/customs: MS Q6
in_transit/customs_cleared: P5 Q7
in_transit/post_office: ZR ZW ZX ZY XA YH
in_transit/address_corrected: YG S4 S5 S7 S8
delayed/misrouted: S6 RN SN
out_for_delivery: 1A EL P9 RB RC RD RE
available_for_pickup/post_office: 1C 1D DN RP
available_for_pickup/pickup_point: P0 PC PE SO
available_for_pickup: AU R1
delivered: F4 DL P1 RQ YC
delivered/picked_up_by_receiver: 1E 1G PP
delivery_attempt_failed: P6 QS
delivery_attempt_failed/no_access: DO ZM DU DV DW EC
delivery_attempt_failed/not_home: QU R2 SR
delivery_attempt_failed/notice_left: DX EM QT DP
delayed: 00 PM RF RG RI
delayed/rescheduled: DM EB MT QW
delayed/weather: EA PY
delayed/address: RH
on_hold: QY R4
on_hold/customer_request: ED YD R6
on_hold/customs: P4 PD PK PO Q8 Q9 QA QB QC QD QE QF QG QH QI QJ QK QL QM QN QP QQ
on_hold/payment: R7
on_hold/prohibited: R8
exception: Q5
exception/address: EE EG EH EF PI PN R5 RJ RK RM YF YJ
exception/moved: YK QZ
exception/damage: PH PX QR QV R3
exception/destroyed: RS RT RU RV RW RX RY RZ S0 S1 S2 S3 YL
exception/prohibited: RL
exception/refused: PG PL PU QX YE
exception/unclaimed: RA
exception/undeliverable: R0 RR YM
returned_to_sender/returned: 1F SQ XD XO
returned_to_sender/unclaimed: EI KP PJ SJ
returned_to_sender/address: PS SA SE SF SK
returned_to_sender/returning: EJ EK PQ PR PT PV PW S9 SB SC SD SG SH SI SL SM SP
lost: R9
`);
