declare module './db.ts' {
  interface Tables {
    day_roots: {
      day: string
      at: Date
      prev: string
      hash: string
    }
    day_root_homes: {
      day: string
      home: string
      seal: number
      hash: string
    }
  }
}

export {}
