"""Statistical genetics in a TypeScript notebook: this package carries the kernel and finds Node.js for it."""

__version__ = "0.1.0"
