/** The parts used of Tesseract compiled to WebAssembly; the package has no types of its own. */
declare module 'tesseract.js-core/tesseract-core-simd-lstm.js' {
  export interface TesseractApi {
    Init(path: null, language: string, engine: number): number
    SetVariable(name: string, value: string): boolean
    /** @param exif orientation as EXIF says it, 0 for none; @param angle turned by so much, in radians */
    SetImageFile(exif: number, angle: number): number
    Recognize(monitor: null): number
    GetTSVText(page: number): string
    Clear(): void
    End(): void
  }
  export interface TesseractModule {
    FS: {
      writeFile(path: string, data: Uint8Array): void
      unlink(path: string): void
    }
    TessBaseAPI: new () => TesseractApi
  }
  export default function load(overrides: object): Promise<TesseractModule>
}
