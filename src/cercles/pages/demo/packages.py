"""What stands around the text in the two zipped formats of documents; BODY is where it goes."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OOXML = "http://schemas.openxmlformats.org"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELS = "application/vnd.openxmlformats-package.relationships+xml"
_MAIN = f"{_OOXML}/officeDocument/2006/relationships/officeDocument"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
_ODF_NAMES = f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" office:version="1.2"'
_LISTED = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'

DOCX = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_OOXML}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_RELS}"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_OOXML}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_MAIN}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_OOXML}/wordprocessingml/2006/main"><w:body>BODY</w:body></w:document>',
}
ODT = {
    "content.xml": f"{_HEAD}<office:document-content {_ODF_NAMES}>"
    "<office:body><office:text>BODY</office:text></office:body></office:document-content>",
    "META-INF/manifest.xml": f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0" manifest:version="1.2">'
    f"{_LISTED.format('/', ODT_TYPE)}{_LISTED.format('content.xml', 'text/xml')}</manifest:manifest>",
}
