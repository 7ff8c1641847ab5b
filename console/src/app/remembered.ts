/** A choice that this browser remembers and that several tabs share. Storage that is closed, as in some private windows, only forgets. */
export class Remembered<Value extends string> {
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #value: Value;

  constructor(key: string, isValue: (text: unknown) => text is Value, usual: Value) {
    this.#key = key;
    const stored = readStored(key);
    this.#value = isValue(stored) ? stored : usual;
    window.addEventListener('storage', (event) => {
      if (event.key === key && isValue(event.newValue)) this.#change(event.newValue);
    });
  }

  get value(): Value {
    return this.#value;
  }

  readonly set = (value: Value): void => {
    try {
      localStorage.setItem(this.#key, value);
    } catch {
      // Kept for as long as the page is open.
    }
    this.#change(value);
  };

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(value: Value): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
