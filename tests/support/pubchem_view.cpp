#include "tests/support/pubchem_view.h"

#include <QJsonArray>

namespace molloquy::test {

namespace {

struct Node {
  QString heading;
  std::vector<Node> children;
  std::vector<QJsonObject> information;

  Node& child(const QString& name) {
    for (Node& one : children) {
      if (one.heading == name) return one;
    }
    return children.emplace_back(Node{name, {}, {}});
  }
};

QJsonObject section(const Node& node) {
  QJsonObject made{{QStringLiteral("TOCHeading"), node.heading},
                   {QStringLiteral("Description"), QStringLiteral("About: ") + node.heading}};
  QJsonArray information, inner;
  for (const QJsonObject& one : node.information) information.push_back(one);
  for (const Node& one : node.children) inner.push_back(section(one));
  if (!information.isEmpty()) made[QStringLiteral("Information")] = information;
  if (!inner.isEmpty()) made[QStringLiteral("Section")] = inner;
  return made;
}

/// Whether the branch that ends in `path` has the heading on its way.
bool leadsThrough(const QStringList& path, const QString& heading) {
  return heading.isEmpty() || path.contains(heading, Qt::CaseInsensitive);
}

QJsonObject informationOf(const PubChemTables::Text& text, int reference) {
  const QJsonObject marked{{QStringLiteral("String"), text.text}};
  const QJsonObject value{{QStringLiteral("StringWithMarkup"), QJsonArray{marked}}};
  return {{QStringLiteral("ReferenceNumber"), reference}, {QStringLiteral("Value"), value}};
}

}  // namespace

QJsonObject viewRecord(qint64 cid, const QString& title, std::span<const PubChemTables::Text> texts,
                       const QString& heading, ViewPart part) {
  Node root;
  QJsonArray references;
  QStringList sources;
  for (const PubChemTables::Text& text : texts) {
    const QStringList path = text.section.split(u'/');
    // "Color/Form" is one heading of PubChem's.
    QStringList joined = path;
    if (joined.size() > 3) {
      joined = path.mid(0, 2);
      joined += path.mid(2).join(u'/');
    }
    if (!leadsThrough(joined, heading)) continue;
    if (!sources.contains(text.source)) {
      sources += text.source;
      references.push_back(
          QJsonObject{{QStringLiteral("ReferenceNumber"), static_cast<int>(sources.size())},
                      {QStringLiteral("SourceName"), text.source},
                      {QStringLiteral("URL"), text.url}});
    }
    Node* node = &root;
    for (const QString& name : joined) node = &node->child(name);
    if (part == ViewPart::Data) {
      node->information.push_back(
          informationOf(text, static_cast<int>(sources.indexOf(text.source)) + 1));
    }
  }
  if (root.children.empty()) return {};
  QJsonArray sections;
  for (const Node& one : root.children) sections.push_back(section(one));
  QJsonObject record{{QStringLiteral("RecordType"), QStringLiteral("CID")},
                     {QStringLiteral("RecordNumber"), cid},
                     {QStringLiteral("RecordTitle"), title},
                     {QStringLiteral("Section"), sections}};
  if (part == ViewPart::Data) record[QStringLiteral("Reference")] = references;
  return record;
}

}  // namespace molloquy::test
