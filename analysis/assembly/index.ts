// One module for every instance: raw pointers into one shared memory, no heap and no static data of its own.
export * from "./counts";
