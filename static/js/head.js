// The head of a meeting, saved while it is typed. Without this file it is a plain form.

import { startWhole } from "./whole.js";

startWhole();
