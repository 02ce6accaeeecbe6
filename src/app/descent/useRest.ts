/** A value that counts once it has stopped changing. */
import { useEffect, useState } from "react";

/** The value as it was when it last stayed the same for so long (ms). */
export function useRest<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
