import { codeTable, type Meaning } from "../../kit/codes.ts";

// UPS's published pairs of type and activity code (Tracking appendix), grouped by what they do to a shipment. A code is unique
// only inside its type: M/DP is a manifest, I/DP a departure; D is not always delivered, X often no exception.

export const activityCodes: Readonly<Record<string, ReadonlyMap<string, Meaning>>> = {
  D: codeTable(`
accepted: FI VS
in_transit: 2D 2J 85 F0 F3
in_transit/access_point_next_day: 7A
in_transit/customs_cleared: 83 BN EZ
in_transit/delivery_change: 1Z 2C 38 GW
in_transit/info: FD
in_transit/post_office: YH
in_transit/redispatched: EC
in_transit/release_requested: 8Q
in_transit/scheduled: F1
in_transit/see_alternate_number: 4X
in_transit/upgrade: EQ
out_for_delivery: 7K FB
out_for_delivery/ofd_post_office: 2K
available_for_pickup: ZQ
available_for_pickup: AU
available_for_pickup/locker: 1N
available_for_pickup/pickup_point: 2Q ZI
available_for_pickup/post_office: EP
delivered: 3F 3G 8O 9E AI FV M1 M2 M3 M4 M5 M6 M7 M8 M9 MA MB MC MD ME MG MH MJ MK MU MX OO OZ P5 PF UC YC ZE ZG ZH
delivered/agent: F7
delivered/neighbour: 3H
delivered/picked_up_by_receiver: 2W A0
delivered/safe_place: ML MM MN MP MQ MR MS MW NL NT ZF
delivery_attempt_failed: FZ
delivery_attempt_failed/closed: BI FO
delivery_attempt_failed/missed: EA
delivery_attempt_failed/no_payment: DI
delivery_attempt_failed/not_home: CI
delivery_attempt_failed/not_ready: CO
delayed: 0 9 12 32 41 42 44 98 CB EF EI EK EL EM
delayed/address: EG
delayed/no_attempt: 57
delayed/weather: CR EJ
on_hold: 74
on_hold/approval: TW
on_hold/customs: 70 86 B2 DK ET L4 RQ SG ST
on_hold/intercepted: HI
exception: EE
exception/access_code: NS NX OE
exception/address: 50 BO DZ F2 MV
exception/damage: 28
exception/missing_contents: GK
exception/oversize: BM
exception/paperwork: SB SE
exception/prohibited: 61 62 BL RN
exception/refused: 53
exception/service_unavailable: LM
exception/unable_to_contact: BS FC
exception/undeliverable: 7B CU DO KU
returned_to_sender/returned: B0 UA
returned_to_sender/unclaimed: 5F
cancelled: EB
unknown: L6
-/internal: UJ
-/none_selected: 8N
-/return_label_left: MY
`),
  I: codeTable(`
pre_transit: OC PL
pre_transit/pickup_scheduled: SP
pre_transit/pickup_voided: VP
accepted: OR PC PU PT
accepted/dropoff: XD
in_transit: AG AR AT DP DS EP HU IP LC LM UA UD UL WH XA XR YH YM YN
in_transit/loaded_on_vehicle: DL OD
in_transit/preparing: YP
in_transit/scan_correction: CA CD CL
out_for_delivery: OF OT
out_for_delivery/ofd_access_point: YI
out_for_delivery/ofd_post_office: YF
`),
  M: codeTable(`
pre_transit: DP MP RD
cancelled/voided: VP
`),
  U: codeTable(`
-/delivery_photo: PX
-/eta_date_changed: UP
-/eta_time_changed: UT
`),
  X: codeTable(`
pre_transit: 9D 9J 9K
accepted: HF P4 Z5
in_transit: 77 1P 2R 2U 2V 3Q 3V 3W 4B 4F 4H 4N 4Y 6P 7C 7D 7E 8M 8R AL F0 F3 GD H6 HJ HL HM I8 IP LX LY OA RG RH SX
in_transit: UI VZ YI ZV ZW ZX ZY ZZ
in_transit/address_corrected: 9I
in_transit/attempt_requested: 4M RW VA
in_transit/charges_paid: 1D E7
in_transit/customs_cleared: DA
in_transit/delivery_change: 78 3R 6G 6I E0 LZ O7 TB VM ZA ZB ZC
in_transit/departed: 2O
in_transit/export_scan: YX
in_transit/forwarded: YG
in_transit/hold_resolved: X0
in_transit/import_scan: XD
in_transit/info: 79 92
in_transit/new_tracking_number: CG
in_transit/partner: VX
in_transit/post_office: RC ZK
in_transit/processing: PG RB
in_transit/redelivery: VD
in_transit/redirect: 5S 6H 6J 6L ZD ZL
in_transit/redirect_to_access_point: 89 2X 5R 6R
in_transit/upgrade: 3S
in_transit/warehouse_scan: YT
out_for_delivery: 76 RK RL VG
out_for_delivery/ofd_access_point: ZS
available_for_pickup/held_for_pickup: HO
available_for_pickup/pickup_arranged: 54 O5 O8 VE VF
available_for_pickup/pickup_point: 6B I5 S7 UE ZP
available_for_pickup/will_call: TO UZ VB VN
delivered: F4 F7 KM
delivered/picked_up_by_receiver: FT
delivered/receipt_acknowledged: FN
delivery_attempt_failed: 51 52 3J 3L 5Z G7 FM GB IR KX KZ
delivery_attempt_failed/adult_signature: G8
delivery_attempt_failed/closed: 55 AY G3 L1 VL ZM
delivery_attempt_failed/final: 49
delivery_attempt_failed/not_home: 48 7L C4
delivery_attempt_failed/notice_left: HQ YD
delayed: 1 2 3 4 6 7 8 11 14 15 16 17 18 19 22 23 31 34 46 56 59 68 87 1B 1K 1L 1M 1O 1Q 1V 1X 2H 2Y 2Z 3A 3B 3C 3T
delayed: 3U 4K 6E 6K 7G 7N 7R 7Y 7Z 8A 8C 8E 8F 8G 8K 8L 8Y 8Z 9L 9M 9N 9O 9P 9Q 9R 9S 9T 9U 9V 9X 9Y 9Z A8 AA AC AD
delayed: AE AF AG AH AK AT AZ B9 C6 CC CD CK CL CM CN CP CQ D1 D4 DC DG DR DS DU E1 E3 ED EH EN FG G6 G9 GC GH GI H1
delayed: H2 H3 H4 H5 HA HH IB IJ IQ K1 K2 LE LF MT NP NW O6 OD OM OS P6 Q0 Q1 RO RY S8 TH TI TR UD UK Y9 YR
delayed/flight_cancelled: HG
delayed/labor: B1
delayed/weather: 1E 2A 3D 6D 7V 7W 7X C5 DF DJ PZ
on_hold: 72 1G 4I 4J 5G 5T 6C BF I9 L0 L8 LI MF R3 R8 S0 SO SU T3 UT Y7
on_hold/address: PH
on_hold/payment: 1C 7F D9
on_hold/customs: 5 29 40 43 71 1H 1U 1W 2B 2N 2T 4C 4T 7I 7M 7P 7S 7T 7U AO B3 B4 B5 B6 B8 BA BB BD BE BG BH BJ BK BP
on_hold/customs: BV BW BX C3 CE CT CX CZ D0 D5 DB DE DN DY E4 E8 E9 ER ES EU EV EW EY FE FF GF GZ HW L2 L3 L5 LV MI
on_hold/customs: OB OI OQ OR OT R1 R4 R5 R6 R7 RA RD RE RJ RM RP RR RS RU RX RZ S1 S2 S3 S4 S5 SF SI SJ SL SN SP SS
on_hold/customs: SV SY T9 TE TG TT VK VP VQ VR W8 X2 X3 X4 X5 X6 X7 X8 X9 XA XB XC XE XG XJ XK XL XN XO XV XW XY XZ
on_hold/customs: Y1 Y4 Y5 YA Z1 Z3
on_hold/customer_request: UG
on_hold/customer_request: 39
on_hold/intercepted: 37
exception: 33 63 91 95 99 1A 2E 2S 4L 4P 4Q 5V 5W 6T 6Z 7Q 9C AB AJ AX BR BT C8 C9 CA CH CJ CV D2 D7 DD DT DW E2 EO
exception: EX F5 FW G1 GV H7 HN I3 J8 J9 JA JB JC JH JI JJ K5 K7 K8 KN KO LH LU O1 O2 O3 O9 OH OL P7 RF RI S6 T4 T5
exception: T6 T7 T8 TA TC TK TL V9 VH VI VJ VU VV VW XS Y2 Y3 YS YV YW Z7 Z8 ZN ZU
exception/access_point_unavailable: 5U
exception/address: 47 4Z A6 A7 A9 AV AW CW CY DQ FA OJ PI TF YF
exception/claim: 2G 3Z 5A 5B 6W 6X GN GO GQ GR UL UW UX
exception/cod: C7
exception/damage: 13 25 45 64 65 66 67 A4 A5 HD HE HR LN LO LQ TV
exception/destroyed: 26 1F 8D A2 A3 BZ IY J0 NI TS
exception/intercept_failed: 93
exception/locating: F8 UP
exception/pickup_attempt: G4 G5 KY
exception/prohibited: 60 73 9F DP H9 TX U0 U3 UN UR US
exception/refund: K6
exception/refused: AM AN AP AQ AS KI KQ KR KS KT YE
exception/return_label_requested: 1T
exception/scan_correction: 8I
exception/unable_to_contact: BQ
exception/undeliverable: 84 HK I2 TN YL YM
returned_to_sender/return_requested: CS
returned_to_sender/returned: 4S PP TU UA
returned_to_sender/address: YJ
returned_to_sender/unclaimed: 3N
returned_to_sender/returning: 24 27 90 3P 4R 7H 8H A1 CF DL H8 I1 KP O0 O4 RV UF XU YK YU ZO
cancelled: 30
cancelled/dropoff_cancelled: 5D
lost: UO
lost/lost_and_found: S9 TJ
`),
};
