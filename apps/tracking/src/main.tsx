import "./style.css";
import { render } from "solid-js/web";
import { TrackPage } from "./track-page.tsx";

const root = document.getElementById("app");
const token = decodeURIComponent(location.pathname.split("/")[2] ?? "");
if (root) render(() => <TrackPage token={token} />, root);
