import { z } from 'zod'
import { fileRoute, route, uploadRoute, type AnyRoute } from '../../platform/http/route.ts'
import { recorders } from './activities.policy.ts'
import { BeginPhoto, chunkSize, photoPath, PhotoUpload } from './photos.schema.ts'
import { beginPhoto, openPicture, readPhotoUpload, takePhotoBytes } from './photos.service.ts'

const refOf = (params: { id: string; photoId: string }) => ({
  activityId: params.id,
  photoId: params.photoId,
})

export const photoRoutes: AnyRoute[] = [
  route({
    method: 'POST',
    path: '/activities/:id/photos/:photoId',
    operationId: 'beginPhoto',
    summary: 'Begin to send a photo, or learn how far it is',
    stability: 'stable',
    access: { who: recorders, grounds: ['own'], key: 'activities:write' },
    params: photoPath,
    body: BeginPhoto,
    response: PhotoUpload,
    handler: (ctx, { params, body }) => beginPhoto(ctx, refOf(params), body),
  }),
  uploadRoute({
    method: 'PATCH',
    path: '/activities/:id/photos/:photoId/bytes',
    operationId: 'sendPhotoBytes',
    summary:
      'Send bytes of a photo from an offset, at most 1 MB; 409 with the present offset when it does not fit',
    stability: 'stable',
    access: { who: recorders, grounds: ['own'], key: 'activities:write' },
    params: photoPath,
    query: z.object({ offset: z.coerce.number().int().min(0) }),
    response: PhotoUpload,
    upload: { most: chunkSize },
    handler: (ctx, { params, query, bytes }) =>
      takePhotoBytes(ctx, refOf(params), query.offset, Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0)),
  }),
  route({
    method: 'GET',
    path: '/activities/:id/photos/:photoId',
    operationId: 'getPhotoUpload',
    summary: 'How far a photo is, for going on',
    stability: 'stable',
    access: { who: recorders, grounds: ['own'], key: 'activities:write' },
    params: photoPath,
    response: PhotoUpload,
    handler: (ctx, { params }) => readPhotoUpload(ctx, refOf(params)),
  }),
  ...(['picture', 'thumbnail'] as const).map((size) =>
    fileRoute({
      file: true,
      method: 'GET',
      path: `/activities/:id/photos/:photoId/${size}`,
      operationId: size === 'picture' ? 'getPhotoPicture' : 'getPhotoThumbnail',
      summary: size === 'picture' ? 'A photo, at most 2,048 px' : 'A photo, at most 480 px',
      stability: 'stable',
      access: { who: 'signed-in', grounds: ['own', 'below', 'delivered'], key: 'activities:read' },
      params: photoPath,
      handler: (ctx, { params }) => openPicture(ctx, refOf(params), size),
    }),
  ),
]
