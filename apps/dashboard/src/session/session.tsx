import type { Me } from "@waybill/domain/organisation/answers";
import type { Role } from "@waybill/domain/organisation/roles";
import { createContext, createSignal, type JSX, onCleanup, onMount, useContext } from "solid-js";
import { api } from "../api/api.ts";
import { isApiFailure, onSignedOut } from "../api/client.ts";
import { learnNames } from "../parts/platform-names.ts";

type State =
  | { kind: "loading" }
  | { kind: "nobody" }
  | { kind: "somebody"; me: Me }
  | { kind: "failed"; error: unknown };

const rank: readonly Role[] = ["viewer", "agent", "admin", "owner"];

type Session = {
  state: () => State;
  /** Asks the server again who is signed in. */
  refresh: () => Promise<void>;
  signOut: () => Promise<void>;
  /** True when the signed-in person has at least this role in their organisation. */
  may: (role: Role) => boolean;
};

const Context = createContext<Session>();

/** What platforms are called. Without an answer they are called by their ids: nothing waits for it in vain. */
const askNames = () => api.get("/api/adapters/names").then(learnNames, () => {});

/** Who is signed in, for the whole app; a request that finds the session ended brings the sign-in page back. */
export function SessionProvider(props: { children: JSX.Element }): JSX.Element {
  const [state, setState] = createSignal<State>({ kind: "loading" });
  const ask = async (): Promise<State> => {
    try {
      const [me] = await Promise.all([api.get("/api/me"), askNames()]);
      return { kind: "somebody", me };
    } catch (error) {
      return isApiFailure(error) && error.status === 401 ? { kind: "nobody" } : { kind: "failed", error };
    }
  };
  // The other tabs share the cookie: they hear at once who came or went, instead of at their next request.
  const tabs = new BroadcastChannel("waybill.session");
  const whoIs = (now: State) => (now.kind === "somebody" ? now.me.user.id : now.kind);
  const follow = async () => {
    setState(await ask());
  };
  const refresh = async () => {
    const before = whoIs(state());
    await follow();
    if (before !== "loading" && before !== whoIs(state())) tabs.postMessage("changed");
  };
  const signOut = async () => {
    await api.post("/api/auth/sign-out", { json: {} });
    setState({ kind: "nobody" });
    tabs.postMessage("changed");
  };
  tabs.onmessage = () => void follow();
  onCleanup(() => tabs.close());
  const may = (role: Role) => {
    const now = state();
    return now.kind === "somebody" && now.me.role !== null && rank.indexOf(now.me.role) >= rank.indexOf(role);
  };
  onMount(() => void refresh());
  onCleanup(
    onSignedOut(() => {
      if (state().kind === "somebody") setState({ kind: "nobody" });
    }),
  );
  return <Context.Provider value={{ state, refresh, signOut, may }}>{props.children}</Context.Provider>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (!session) throw new Error("useSession is used outside of SessionProvider.");
  return session;
}
