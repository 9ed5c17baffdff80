import type { UploadsApi } from "#service/api.js";
import { uploadAnswer, uploadPartAnswer } from "./answer-shapes.js";
import { type Connection, isDated } from "./config.js";
import { createMultipart, openContent } from "./multipart.js";
import { type Transport, minute } from "./transport.js";

/**
 * Whether files can be sent in parts. The Azure OpenAI authoring specification 2025-04-01-preview has /uploads, the
 * v1 specification 31c65e1 does not; no recording shows it on a project's path.
 */
export function hasUploads({ apiVersion, baseUrl }: Connection): boolean {
  return apiVersion !== undefined && isDated(apiVersion) && !baseUrl.includes("/api/projects/");
}

function uploadPath(id: string, rest: string): string {
  return `/uploads/${encodeURIComponent(id)}${rest}`;
}

/** `/uploads`: bodies as the Azure OpenAI authoring specification 2025-04-01-preview has them. */
export function createUploads(transport: Transport): UploadsApi {
  return {
    open: openContent,
    create: ({ filename, bytes }) => {
      const body = { filename, bytes, purpose: "fine-tune", mime_type: "application/jsonl" };
      return transport.call({ method: "post", path: "/uploads", body }, uploadAnswer);
    },
    async addPart(uploadId, content, onSent) {
      const form = { fields: {}, name: "data", filename: "part", content };
      return transport.call(
        {
          method: "post",
          path: uploadPath(uploadId, "/parts"),
          ...createMultipart(form, onSent),
          retry: false,
          timeout: 10 * minute,
        },
        uploadPartAnswer,
      );
    },
    complete: (uploadId, partIds) =>
      transport.call(
        {
          method: "post",
          path: uploadPath(uploadId, "/complete"),
          body: { part_ids: partIds },
          retry: false,
          timeout: 5 * minute,
        },
        uploadAnswer,
      ),
  };
}
