#pragma once

#include <QByteArray>
#include <QString>

namespace molloquy::pubchem {

/// What a body says when something went wrong, told by its content: content types lie.
struct ServerFault {
  enum class Form { Json, Xml, Page, Empty, Other } form = Form::Other;
  QString code;   ///< "PUGREST.NotFound"; of Json and Xml.
  QString words;  ///< message and details, or the title of a page; may be empty.
};

/// Reads a body of an error; never fails.
ServerFault parseFault(const QByteArray& body);

/// Whether a body is a page for a browser.
bool looksLikePage(const QByteArray& body);

}  // namespace molloquy::pubchem
