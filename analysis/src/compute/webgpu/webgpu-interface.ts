// The part of WebGPU's interface that is used; TypeScript declares it for browsers only.

export interface GpuBuffer {
  readonly size: number;
  mapAsync(mode: number, offset?: number, size?: number): Promise<void>;
  getMappedRange(offset?: number, size?: number): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface GpuBindGroup {
  readonly label: string;
}

export interface GpuComputePipeline {
  getBindGroupLayout(index: number): object;
}

interface GpuComputePass {
  setPipeline(pipeline: GpuComputePipeline): void;
  setBindGroup(index: number, group: GpuBindGroup): void;
  dispatchWorkgroups(x: number, y?: number, z?: number): void;
  end(): void;
}

export interface GpuCommandEncoder {
  beginComputePass(): GpuComputePass;
  copyBufferToBuffer(
    source: GpuBuffer,
    sourceOffset: number,
    target: GpuBuffer,
    targetOffset: number,
    size: number,
  ): void;
  clearBuffer(buffer: GpuBuffer, offset?: number, size?: number): void;
  finish(): object;
}

interface GpuError {
  readonly message: string;
}

interface GpuLostInfo {
  readonly reason: string;
  readonly message: string;
}

interface GpuCompilationMessage {
  readonly type: string;
  readonly message: string;
  readonly lineNum: number;
}

interface GpuShaderModule {
  getCompilationInfo(): Promise<{ readonly messages: readonly GpuCompilationMessage[] }>;
}

interface GpuBinding {
  readonly binding: number;
  readonly resource: {
    readonly buffer: GpuBuffer;
    readonly offset?: number;
    readonly size?: number;
  };
}

export interface GpuDevice {
  readonly queue: {
    submit(commands: readonly object[]): void;
    writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView): void;
    onSubmittedWorkDone(): Promise<void>;
  };
  readonly lost: Promise<GpuLostInfo>;
  createBuffer(descriptor: {
    readonly size: number;
    readonly usage: number;
    readonly mappedAtCreation?: boolean;
  }): GpuBuffer;
  createShaderModule(descriptor: { readonly code: string }): GpuShaderModule;
  createComputePipelineAsync(descriptor: {
    readonly layout: "auto";
    readonly compute: {
      readonly module: GpuShaderModule;
      readonly entryPoint: string;
      readonly constants?: Readonly<Record<string, number>>;
    };
  }): Promise<GpuComputePipeline>;
  createBindGroup(descriptor: {
    readonly layout: object;
    readonly entries: readonly GpuBinding[];
  }): GpuBindGroup;
  createCommandEncoder(): GpuCommandEncoder;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): void;
  popErrorScope(): Promise<GpuError | null>;
  addEventListener?(
    type: "uncapturederror",
    listener: (event: { readonly error: GpuError }) => void,
  ): void;
  destroy(): void;
}

interface SubgroupMatrixConfig {
  readonly componentType: string;
  readonly resultComponentType: string;
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

export interface GpuAdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter: boolean;
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
  readonly subgroupMatrixConfigs?: readonly SubgroupMatrixConfig[];
}

type LimitName = (typeof REQUESTED_LIMITS)[number];

/** Limits that are asked for explicitly: WebGPU's defaults are 128 and 256 MiB whatever the adapter can do. */
export const REQUESTED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupsPerDimension",
] as const;

export type GpuLimits = Readonly<Record<LimitName, number>>;

export interface GpuAdapter {
  readonly info: GpuAdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: GpuLimits;
  requestDevice(descriptor: {
    readonly requiredFeatures: readonly string[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  }): Promise<GpuDevice>;
}

/** What the package's `create()` returns. */
export interface GpuInstance {
  requestAdapter(options: {
    readonly powerPreference: "high-performance";
  }): Promise<GpuAdapter | null>;
}

export interface WebGpuPackage {
  create(flags: readonly string[]): GpuInstance;
}

/** GPUBufferUsage and GPUMapMode, which the standard fixes. */
export const USAGE = {
  mapRead: 0x1,
  mapWrite: 0x2,
  copySource: 0x4,
  copyTarget: 0x8,
  uniform: 0x40,
  storage: 0x80,
} as const;
export const MAP = { read: 1, write: 2 } as const;
