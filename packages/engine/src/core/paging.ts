import { appError } from "@waybill/domain/errors";

/** What every list answers to a cursor that it never gave: 422, in the same words. */
export const badCursor = () =>
  appError({ code: "bad_cursor", status: 422, message: "This cursor is not one of ours. Start again without it." });
