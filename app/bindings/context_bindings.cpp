#include "app/bindings/context_bindings.h"

#include <QLocale>
#include <algorithm>
#include <utility>

#include "widgets/chat/chat_panel.h"
#include "widgets/frame/banner.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/neighbours/neighbours_panel.h"

namespace molloquy::app {
namespace {

QString measureOf(library::ScoreKind kind) {
  switch (kind) {
    case library::ScoreKind::Tanimoto:
      return QStringLiteral("Morgan Tanimoto");
    case library::ScoreKind::Shape:
      return QStringLiteral("shape Tanimoto");
    case library::ScoreKind::Embedding:
      return QStringLiteral("cosine of the embeddings");
    case library::ScoreKind::Match:
      return QStringLiteral("match");
    case library::ScoreKind::Words:
      break;
  }
  return {};
}

ContextNeighbour contextOf(const QString& key, const library::Neighbour& neighbour) {
  ContextNeighbour context;
  context.chip.key = key;
  context.chip.label = QString::fromStdString(neighbour.row.title.empty() ? neighbour.row.smiles
                                                                          : neighbour.row.title);
  context.example.name = neighbour.row.title;
  context.example.smiles = neighbour.row.smiles;
  if (neighbour.text) context.example.text = neighbour.text->text;
  if (!neighbour.scores.empty()) {
    context.example.similarity = neighbour.scores.front().value;
    context.example.measure = measureOf(neighbour.scores.front().kind).toStdString();
    context.chip.detail = QLocale().toString(context.example.similarity, 'f', 2);
  }
  context.chip.tooltip = QString::fromStdString(context.example.text);
  return context;
}

}  // namespace

ContextBindings::ContextBindings(const BoundParts& parts) : m_parts(parts) {
  widgets::ChatPanel& chat = m_parts.window.chat();
  widgets::NeighboursPanel& neighbours = m_parts.window.lowerPanel().neighbours();
  connect(&neighbours, &widgets::NeighboursPanel::contextRequested, this, &ContextBindings::add);
  connect(&chat, &widgets::ChatPanel::contextDropped, this, &ContextBindings::add);
  connect(&chat, &widgets::ChatPanel::contextChipRemoved, this, &ContextBindings::remove);
  connect(&chat, &widgets::ChatPanel::contextChipClicked, &m_parts.neighbours,
          &NeighbourController::overlay);
  connect(&chat, &widgets::ChatPanel::neighbourChipClicked, this,
          [this](quint64, const QString& key) { m_parts.neighbours.overlay(key); });
  connect(&m_parts.chat, &ChatController::contextChanged, this, &ContextBindings::show);
}

void ContextBindings::add(const QStringList& keys) {
  std::vector<ContextNeighbour> context = m_parts.chat.context();
  QStringList silent;
  for (const QString& key : keys) {
    const library::Neighbour* neighbour = m_parts.neighbours.neighbour(key);
    const bool known = std::any_of(context.begin(), context.end(),
                                   [&](const auto& one) { return one.chip.key == key; });
    if (!neighbour || known) continue;
    ContextNeighbour one = contextOf(key, *neighbour);
    if (one.example.text.empty()) {
      silent << one.chip.label;
      continue;
    }
    context.push_back(std::move(one));
  }
  m_parts.chat.setContext(std::move(context));
  QString sentence;
  if (!silent.isEmpty()) {
    sentence = tr("The library has no text about %1, so it cannot be an example.")
                   .arg(silent.join(QStringLiteral(", ")));
  } else if (m_parts.chat.hasModel() && m_parts.chat.modelInfo().contextExamples == 0) {
    sentence = tr("%1 reads no examples: its prompt has no place for them. Other models will get "
                  "them.")
                   .arg(QString::fromStdString(m_parts.chat.modelInfo().name));
  }
  if (!sentence.isEmpty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, sentence);
  }
}

void ContextBindings::remove(const QString& key) {
  std::vector<ContextNeighbour> context = m_parts.chat.context();
  std::erase_if(context, [&](const auto& one) { return one.chip.key == key; });
  m_parts.chat.setContext(std::move(context));
}

void ContextBindings::show() {
  std::vector<widgets::Chip> chips;
  for (const ContextNeighbour& one : m_parts.chat.context()) chips.push_back(one.chip);
  m_parts.window.chat().setContextChips(std::move(chips));
}

}  // namespace molloquy::app
