#include "widgets/frame/welcome_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "widgets/frame/welcome_cards.h"
#include "widgets/input/structure_entry.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::TextRole;

constexpr int kColumnWidth = 660;
constexpr std::size_t kExamplesShown = 4;

/// The program's mark in the accent colour.
class MarkPicture : public QWidget {
 public:
  explicit MarkPicture(QWidget* parent) : QWidget(parent) {
    const int side = theme::scaled(64);
    setFixedSize(side, side);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    theme::paintIcon(painter, rect(), QStringLiteral("molloquy"),
                     theme::tokensFor(palette()).accent);
  }
};

/// The line at the foot of the page.
class Foot : public QWidget {
 public:
  explicit Foot(QWidget* parent) : QWidget(parent) { setFixedHeight(theme::scaled(39)); }

 protected:
  void paintEvent(QPaintEvent*) override {
    const theme::Tokens& t = theme::tokensFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), t.panel);
    painter.fillRect(QRect(0, 0, width(), 1), t.line);
    const int side = theme::scaled(16);
    theme::paintIcon(painter, QRectF(theme::scaled(16), (height() - side) / 2.0, side, side),
                     QStringLiteral("offline"), t.text2);
  }
};

QLabel* centredLabel(const QString& words, TextRole role, QWidget* parent) {
  auto* label = new QLabel(words, parent);
  label->setFont(theme::font(role));
  label->setAlignment(Qt::AlignCenter);
  label->setWordWrap(true);
  return label;
}

}  // namespace

WelcomePage::WelcomePage(QWidget* parent) : QWidget(parent) {
  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  auto* content = new QWidget;
  auto* rows = new QVBoxLayout(content);
  rows->setContentsMargins(theme::scaled(24), theme::scaled(16), theme::scaled(24),
                           theme::scaled(16));
  rows->addStretch(4);
  // Stretches beside the column instead of an alignment: the column gets its true width before its
  // wrapped lines are counted.
  constexpr int kColumnFirst = 1000;
  auto* middle = new QHBoxLayout;
  middle->addStretch(1);
  middle->addWidget(buildColumn(), kColumnFirst);
  middle->addStretch(1);
  rows->addLayout(middle);
  rows->addStretch(5);
  scroll->setWidget(content);
  // Both would fill themselves with the window colour; the page paints its own ground.
  content->setAutoFillBackground(false);
  scroll->viewport()->setAutoFillBackground(false);

  auto* foot = new Foot(this);
  m_promise = new QLabel(tr("Nothing leaves this computer but what you ask of PubChem."), foot);
  m_promise->setFont(theme::font(TextRole::Control));
  auto* footRow = new QHBoxLayout(foot);
  footRow->setContentsMargins(theme::scaled(40), 1, theme::scaled(16), 0);
  footRow->addWidget(m_promise);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(scroll, 1);
  layout->addWidget(foot);
  setAccessibleName(tr("Start"));
  applyColours();
}

QWidget* WelcomePage::buildColumn() {
  auto* column = new QWidget(this);
  column->setMaximumWidth(theme::scaled(kColumnWidth));
  column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  auto* layout = new QVBoxLayout(column);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(new MarkPicture(column), 0, Qt::AlignHCenter);
  layout->addSpacing(theme::scaled(12));
  m_title = centredLabel(tr("Put a molecule on the bench"), TextRole::Welcome, column);
  layout->addWidget(m_title);
  layout->addSpacing(theme::scaled(4));
  m_hint =
      centredLabel(tr("Drop a file, paste a SMILES, draw with Ctrl+N, or start from one of these."),
                   TextRole::AnswerText, column);
  layout->addWidget(m_hint);
  layout->addSpacing(theme::scaled(24));

  auto* open = new ActionCard(QStringLiteral("folder"), tr("Open a file"),
                              tr("SDF, MOL2, PDB, mmCIF, XYZ, CML, …"), QKeySequence::Open, column);
  auto* paste =
      new ActionCard(QStringLiteral("paste"), tr("Paste a structure"),
                     tr("SMILES or MOL block from the clipboard"), QKeySequence::Paste, column);
  connect(open, &ActionCard::clicked, this, &WelcomePage::openFileRequested);
  connect(paste, &ActionCard::clicked, this, &WelcomePage::pasteRequested);
  auto* cards = new QHBoxLayout;
  cards->setSpacing(theme::scaled(12));
  cards->addWidget(open);
  cards->addWidget(paste);
  layout->addLayout(cards);
  layout->addSpacing(theme::scaled(14));

  m_entry = new StructureEntry(StructureEntry::Look::Welcome, column);
  connect(m_entry, &StructureEntry::submitted, this, &WelcomePage::textSubmitted);
  connect(m_entry, &StructureEntry::blockPasted, this, &WelcomePage::blockPasted);
  layout->addWidget(m_entry);
  layout->addSpacing(theme::scaled(24));
  m_examplesTitle =
      centredLabel(tr("Examples that come with Molloquy"), TextRole::Secondary, column);
  m_examplesTitle->hide();
  layout->addWidget(m_examplesTitle);
  layout->addSpacing(theme::scaled(10));
  m_chips = new ChipRow(column);
  layout->addWidget(m_chips);
  return column;
}

void WelcomePage::setExamples(const std::vector<WelcomeExample>& examples) {
  for (ExampleChip* chip : m_examples) chip->deleteLater();
  m_examples.clear();
  for (const WelcomeExample& example : examples) {
    if (m_examples.size() == kExamplesShown) break;
    auto* chip = new ExampleChip(example.key, example.name, m_chips);
    connect(chip, &ExampleChip::clicked, this,
            [this, key = example.key] { Q_EMIT exampleChosen(key); });
    chip->show();
    m_examples.push_back(chip);
  }
  m_examplesTitle->setVisible(!m_examples.empty());
  m_chips->setChips(m_examples);
  askForThumbnails();
}

void WelcomePage::setThumbnail(const QString& key, const QImage& image) {
  for (ExampleChip* chip : m_examples)
    if (chip->key() == key) chip->setThumbnail(image);
}

void WelcomePage::setError(std::optional<int> column, const QString& sentence) {
  m_entry->setError(column, sentence);
}

void WelcomePage::setBusy(bool busy) { m_entry->setBusy(busy); }

void WelcomePage::clearEntry() { m_entry->clear(); }

void WelcomePage::askForThumbnails() {
  if (!isVisible()) return;
  for (const ExampleChip* chip : m_examples)
    Q_EMIT thumbnailNeeded(chip->key(), ExampleChip::thumbnailSize(), devicePixelRatioF());
}

void WelcomePage::applyColours() {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPalette quiet = palette();
  quiet.setColor(QPalette::WindowText, t.text2);
  for (QLabel* label : {m_hint, m_examplesTitle, m_promise}) label->setPalette(quiet);
}

void WelcomePage::showEvent(QShowEvent*) { askForThumbnails(); }

void WelcomePage::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    applyColours();
    askForThumbnails();
  }
  QWidget::changeEvent(event);
}

void WelcomePage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), theme::tokensFor(palette()).view);
}

QSize WelcomePage::sizeHint() const { return {theme::scaled(760), theme::scaled(700)}; }
QSize WelcomePage::minimumSizeHint() const { return {theme::scaled(320), theme::scaled(240)}; }

}  // namespace molloquy::widgets
