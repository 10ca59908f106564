/** Memory that WebAssembly and TypeScript share. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** A thread of Node. */
export interface Worker {
  unref(): void;
  on(event: "error", listener: () => void): void;
  terminate(): void;
}

/** What kernels ask of where they run, beyond the language; what may be missing is optional. */
export interface Platform {
  atob(base64: string): string;
  readonly WebAssembly?: {
    readonly Memory: new (limits: { initial: number; maximum: number; shared?: boolean }) => WebAssemblyMemory;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object, imports: object) => { readonly exports: object };
    validate(bytes: Uint8Array): boolean;
  };
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly versions?: { readonly v8?: string };
    /** Modules of Node without an import that browsers and bundlers would trip over. */
    getBuiltinModule?(name: string): unknown;
  };
}

export const platform: Platform = globalThis as unknown as Platform;

/** Node's own module of a name, where there is one. */
export function builtin<Module>(name: string): Module | undefined {
  return platform.process?.getBuiltinModule?.(name) as Module | undefined;
}
