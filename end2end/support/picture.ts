// A picture to send: a meadow, 64 by 48 pixels.

const BASE64 = [
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAMAAACWlYwtAAAACVBMVEUvbbXosEo9j1ri5xLQAAAAO0lEQVR42u3TsQ0AMAjEQD77",
  "D52CDWJFAsnuueqpsm2lo/fPQsKEBAoCEwC8A75E/gtm9rMDExAQmAJcZzAIEtpVFI4AAAAASUVORK5CYII=",
];

export const PICTURE = {
  name: "meeting-place.png",
  mimeType: "image/png",
  buffer: Buffer.from(BASE64.join(""), "base64"),
};
