/** Starts the explorer: examples and owners first, because the page opens on one and is coloured by the others. */
import "./editor/workers";
import "./style.css";
import { createRoot } from "react-dom/client";
import { tellOwners } from "./docs/panel";
import { Explorer } from "./explorer";
import { loadExamples, loadOwners } from "./house";

tellOwners();
const page = document.getElementById("explorer");
if (page) {
  const [examples, owners] = await Promise.all([loadExamples(), loadOwners()]);
  createRoot(page).render(<Explorer examples={examples} owners={owners} />);
}
