import sharp from 'sharp'

// For a process of its own only, because it holds for the whole of it. Only the readers that are asked for: a file can't
// choose another one (SVG, PDF, TIFF …) by its content.
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
})
