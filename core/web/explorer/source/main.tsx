/** Starts the explorer: the examples first, because the page opens on one of them. */
import "./editor/workers";
import "./style.css";
import { createRoot } from "react-dom/client";
import { loadExamples } from "./examples";
import { Explorer } from "./explorer";

const page = document.getElementById("explorer");
if (page) {
  createRoot(page).render(<Explorer examples={await loadExamples()} />);
}
