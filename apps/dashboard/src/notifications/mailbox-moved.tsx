import { Navigate, useParams } from "@solidjs/router";
import type { JSX } from "solid-js";

/** The mailbox's old address: its mails stand among the notifications. */
export function MailboxMoved(): JSX.Element {
  const params = useParams<{ id?: string }>();
  return <Navigate href={params.id ? `/notifications/${encodeURIComponent(params.id)}` : "/notifications"} />;
}
