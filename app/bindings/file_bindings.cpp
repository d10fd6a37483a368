#include "app/bindings/file_bindings.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <algorithm>
#include <utility>

#include "app/bindings/shape_bindings.h"
#include "app/film_maker.h"
#include "app/picture_file.h"
#include "model/base/atomic_file.h"
#include "render/view_state_json.h"
#include "widgets/depiction/depiction_style.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/inspector/conformers_panel.h"
#include "widgets/inspector/electrons_panel.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {
namespace {

/// Between a pasted structure and the one that was there, angstrom.
constexpr double kGap = 3.0;

QString saveFilters() {
  QStringList filters;
  QStringList all;
  for (const std::string& pattern : chem::writableExtensions()) {
    const QString text = QString::fromStdString(pattern);
    all << text;
    const auto format = chem::formatOfPath("x" + pattern.substr(1));
    const QString name = format ? QString::fromStdString(chem::formatName(*format)) : text;
    filters << QStringLiteral("%1 (%2)").arg(name, text);
  }
  return filters.join(QStringLiteral(";;"));
}

/// The first pattern of a dialog's filter: "SDF (*.sdf)" to ".sdf".
QString endingOf(const QString& filter) {
  const auto star = filter.indexOf(QLatin1Char('*'));
  const auto end = filter.indexOf(QLatin1Char(')'), star);
  return star < 0 || end < 0 ? QString() : filter.mid(star + 1, end - star - 1);
}

/// A line of a SMILES list without the name.
QString firstWord(const QString& line) {
  return line.trimmed().section(QLatin1Char(' '), 0, 0).section(QLatin1Char('\t'), 0, 0);
}

}  // namespace

FileBindings::FileBindings(const BoundParts& parts, ShapeBindings& shapes)
    : m_parts(parts), m_shapes(shapes) {
  bindSaving();
  bindClipboard();
  bindExports();
  bindPanels();
}

FileBindings::~FileBindings() = default;

void FileBindings::bindSaving() {
  const MainActions& actions = m_parts.window.actions();
  connect(actions.newMolecule, &QAction::triggered, this, [this] {
    m_parts.document.openEmpty(tr("New molecule"));
    m_parts.window.viewport().setTool(widgets::ViewTool::Draw);
  });
  connect(actions.save, &QAction::triggered, this, &FileBindings::save);
  connect(actions.saveAs, &QAction::triggered, this, &FileBindings::saveAs);
  connect(
      &m_parts.files, &FileController::saved, this,
      [this](const QString& path, const QStringList& losses) {
        if (losses.isEmpty()) return;
        m_parts.window.banner().showMessage(
            widgets::Banner::Kind::Notice,
            tr("%1 was saved. %2").arg(QFileInfo(path).fileName(), losses.join(QLatin1Char(' '))));
      });
  connect(&m_parts.files, &FileController::failed, this,
          [this](const Error& error) { tellFailure(QString::fromStdString(error.toString())); });
}

void FileBindings::tellFailure(const QString& sentence) {
  m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure, sentence);
}

std::string FileBindings::viewJson() const {
  const DocumentState& state = m_parts.document.state();
  return render::toJson({state.style, state.measurements, m_parts.window.viewport().pose(),
                         m_parts.document.bookmarks()});
}

void FileBindings::save() {
  if (const QString path = m_parts.document.savedPath(); !path.isEmpty()) {
    write(path);
  } else {
    saveAs();
  }
}

void FileBindings::saveAs() {
  QString chosen;
  const QString title = m_parts.document.snapshot().title;
  QString name = title;
  name.replace(QLatin1Char('/'), QLatin1Char('_'));
  QString path = QFileDialog::getSaveFileName(&m_parts.window, tr("Save %1").arg(title),
                                              QDir(m_parts.settings.lastFolder()).filePath(name),
                                              saveFilters(), &chosen);
  if (path.isEmpty()) return;
  if (!chem::formatOfPath(path.toStdString())) path += endingOf(chosen);
  m_parts.settings.setLastFolder(QFileInfo(path).absolutePath());
  write(path);
}

void FileBindings::write(const QString& path) {
  const auto which = m_parts.document.conformerCount() > 1 ? FileController::Conformers::All
                                                           : FileController::Conformers::Shown;
  m_parts.files.save(path.toStdString(), which, viewJson());
}

void FileBindings::bindClipboard() {
  const MainActions& actions = m_parts.window.actions();
  connect(actions.edit.copy, &QAction::triggered, this, &FileBindings::copy);
  connect(actions.edit.cut, &QAction::triggered, this, [this] {
    if (m_parts.selection.isEmpty()) return;
    copy();
    m_parts.edits.perform(chem::edit::RemoveAtoms{m_parts.selection.atoms()});
  });
  connect(actions.pasteInto, &QAction::triggered, this, [this] {
    const QString text = QApplication::clipboard()->text();
    if (text.trimmed().isEmpty()) {
      tellFailure(tr("The clipboard holds no text; copy a SMILES or a MOL block first."));
    } else {
      m_parts.structures.readForInsertion(text);
    }
  });
  connect(&m_parts.structures, &StructureController::insertRead, this, &FileBindings::insert);
  connect(actions.copyMol, &QAction::triggered, this, [this] {
    m_parts.files.copy(m_parts.selection.atoms(), chem::FileFormat::MolSdf,
                       [](const QString& text) { QApplication::clipboard()->setText(text); });
  });
  connect(actions.copyClearPicture, &QAction::triggered, this, [this] {
    widgets::MoleculeViewport& viewport = m_parts.window.viewport();
    QApplication::clipboard()->setImage(viewport.grabPicture(
        viewport.size() * viewport.devicePixelRatioF(), render::Background::Transparent));
  });
}

void FileBindings::insert(const MoleculePtr& molecule, const ConformerPtr& conformer) {
  if (m_parts.document.isEmpty()) return;
  // Beside what is there, at the right of the picture, so that neither hides the other.
  const auto extent = [](const chem::Positions& positions, const render::Vec3& direction) {
    double low = 0, high = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const chem::Point3& p = positions[i];
      const double along = p[0] * direction[0] + p[1] * direction[1] + p[2] * direction[2];
      low = i == 0 ? along : std::min(low, along);
      high = i == 0 ? along : std::max(high, along);
    }
    return std::pair(low, high);
  };
  const render::Vec3 right = m_parts.window.viewport().pose().right();
  const double shift = extent(m_parts.document.state().shown()->positions, right).second + kGap -
                       extent(conformer->positions, right).first;
  chem::edit::Insert pasted{molecule, conformer->positions};
  for (chem::Point3& point : pasted.positions) {
    point = {point[0] + right[0] * shift, point[1] + right[1] * shift, point[2] + right[2] * shift};
  }
  m_parts.edits.perform(pasted);
}

void FileBindings::copy() {
  // As text it is SMILES, for documents and search fields; other chemistry programs take the MOL
  // block with its positions.
  const std::vector<AtomIndex> atoms = m_parts.selection.atoms();
  m_parts.files.copy(atoms, chem::FileFormat::MolSdf, [this, atoms](const QString& block) {
    m_parts.files.copy(atoms, chem::FileFormat::Smiles, [block](const QString& smiles) {
      auto* data = new QMimeData;  // the clipboard takes it over
      data->setText(firstWord(smiles));
      data->setData(QStringLiteral("chemical/x-mdl-molfile"), block.toUtf8());
      QApplication::clipboard()->setMimeData(data);
    });
  });
}

void FileBindings::bindExports() {
  const MainActions& actions = m_parts.window.actions();
  connect(actions.saveDrawing, &QAction::triggered, this, &FileBindings::saveDrawing);
  connect(actions.saveAnimation, &QAction::triggered, this, &FileBindings::saveAnimation);
  connect(actions.saveModel3d, &QAction::triggered, this, &FileBindings::saveModel3d);
}

QString FileBindings::askForFile(const QString& title, const QString& suffix,
                                 const QString& filters) {
  QString name = m_parts.document.snapshot().title;
  name.replace(QLatin1Char('/'), QLatin1Char('_'));
  QString path = QFileDialog::getSaveFileName(
      &m_parts.window, title, QDir(m_parts.settings.lastFolder()).filePath(name + suffix), filters);
  if (path.isEmpty()) return path;
  if (QFileInfo(path).suffix().isEmpty()) path += suffix;
  m_parts.settings.setLastFolder(QFileInfo(path).absolutePath());
  return path;
}

void FileBindings::saveDrawing() {
  const QString path =
      askForFile(tr("Save the 2D drawing"), QStringLiteral(".svg"), tr("SVG drawing (*.svg)"));
  if (path.isEmpty()) return;
  const QByteArray svg = m_parts.inspector.drawing();
  if (svg.isEmpty()) {
    tellFailure(tr("There is no 2D drawing of this structure."));
  } else if (const auto done = writeFileAtomically(path.toStdString(), svg.toStdString()); !done) {
    tellFailure(QString::fromStdString(done.error().toString()));
  }
}

void FileBindings::saveAnimation() {
  const QString path = askForFile(tr("Save an animation"), QStringLiteral(".mp4"),
                                  tr("MP4 film (*.mp4);;GIF (*.gif)"));
  if (path.isEmpty()) return;
  m_film = std::make_unique<FilmMaker>(m_parts.document, m_parts.window.viewport());
  connect(m_film.get(), &FilmMaker::progressed, this, [this](int done, int of) {
    m_parts.window.status().showJob(tr("Drawing picture %1 of %2").arg(done).arg(of),
                                    static_cast<double>(done) / of, true);
  });
  connect(m_film.get(), &FilmMaker::ended, this, [this](const QString& sentence) {
    m_parts.window.status().endJob();
    if (!sentence.isEmpty()) tellFailure(sentence);
  });
  connect(&m_parts.window.status(), &widgets::StatusBar::cancelRequested, m_film.get(),
          &FilmMaker::cancel);
  m_film->start(path.toStdString());
}

void FileBindings::saveModel3d() {
  const QString path = askForFile(tr("Save a 3D model"), QStringLiteral(".glb"),
                                  tr("glTF model (*.glb);;PLY model (*.ply)"));
  if (path.isEmpty()) return;
  m_shapes.saveModel(path.toStdString());
}

void FileBindings::bindPanels() {
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  connect(&lower.conformers(), &widgets::ConformersPanel::saveRequested, this,
          &FileBindings::saveBytes);
  connect(&lower.electrons(), &widgets::ElectronsPanel::saveRequested, this,
          &FileBindings::saveBytes);
  connect(&lower.atoms(), &widgets::StructureTables::saveRequested, this, &FileBindings::saveBytes);
}

void FileBindings::saveBytes(const QString& suggestedName, const QByteArray& bytes) {
  const QString path = QFileDialog::getSaveFileName(
      &m_parts.window, tr("Save"), QDir(m_parts.settings.lastFolder()).filePath(suggestedName));
  if (path.isEmpty()) return;
  m_parts.settings.setLastFolder(QFileInfo(path).absolutePath());
  if (const auto done = writeFileAtomically(path.toStdString(), bytes.toStdString()); !done) {
    tellFailure(QString::fromStdString(done.error().toString()));
  }
}

bool FileBindings::mayClose() {
  const QStringList titles = m_parts.document.editedTitles();
  if (titles.isEmpty() || m_discard) return true;
  if (m_question) return false;
  m_question =
      new QMessageBox(QMessageBox::Question, tr("Quit Molloquy"),
                      tr("%n structure(s) have changes that are in no file: %1. Quit without them?",
                         nullptr, static_cast<int>(titles.size()))
                          .arg(titles.join(QStringLiteral(", "))),
                      QMessageBox::NoButton, &m_parts.window);
  m_question->setAttribute(Qt::WA_DeleteOnClose);
  QAbstractButton* quit =
      m_question->addButton(tr("Quit without them"), QMessageBox::DestructiveRole);
  m_question->setDefaultButton(m_question->addButton(QMessageBox::Cancel));
  connect(quit, &QAbstractButton::clicked, this, [this] {
    m_discard = true;
    QMetaObject::invokeMethod(&m_parts.window, &QWidget::close, Qt::QueuedConnection);
  });
  m_question->open();
  return false;
}

}  // namespace molloquy::app
