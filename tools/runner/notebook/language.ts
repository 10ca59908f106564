/** What a notebook's metadata and the kernel say about the language of cells. */
export const language: { readonly name: string; readonly file_extension: string; readonly mimetype: string } = {
  name: "typescript",
  file_extension: ".ts",
  mimetype: "text/typescript",
};
