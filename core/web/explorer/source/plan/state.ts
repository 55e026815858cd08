/** Whether the plan is asked for, and the plan of the last answer. */
import { create } from "zustand";
import { STORAGE } from "../storage";
import type { Statement } from "./levels";

const KEY = "ipt:plan";

export interface Cost {
  statements: number;
  rows: number;
  milliseconds: number;
}

/** What an operation took, and the operation itself. */
export interface Told {
  query: string;
  operationName: string | undefined;
  statements: Statement[];
  cost: Record<string, Cost>;
}

interface PlanState {
  isAsked: boolean;
  told: Told | null;
  toggle: () => void;
}

export const usePlan = create<PlanState>((set, get) => ({
  isAsked: STORAGE.getItem(KEY) === "shown",
  told: null,
  toggle: () => {
    const isAsked = !get().isAsked;
    STORAGE.setItem(KEY, isAsked ? "shown" : "hidden");
    set({ isAsked });
  },
}));
