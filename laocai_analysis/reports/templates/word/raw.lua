-- Markup of Word that the page carries as text becomes markup of the document.
function CodeBlock(block)
  if block.classes:includes("openxml") then
    return pandoc.RawBlock("openxml", block.text)
  end
end
