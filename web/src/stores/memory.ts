/** Small things kept in the browser. A browser that keeps nothing is no reason to fail. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows and full disks: the choice holds until the page closes.
  }
}
