/** A slice of a player's state in a component. */
import { useStore } from "zustand";
import type { Player, PlayerState } from "./player.ts";

export function usePlayer<T>(player: Player, select: (state: PlayerState) => T): T {
  return useStore(player.store, select);
}
